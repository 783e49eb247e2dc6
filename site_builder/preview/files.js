// Files that a page shows beside its own text, exchanged in place when they change and keep their names: style
// sheets, pictures, and pictures that style sheets show.
window.siteBuilderFiles = (() => {
  "use strict";
  const renewed = new Map(); // in which generation a file has changed since this page was loaded

  // Whether an address is that of one of some outputs.
  function isOf(outputs, url) {
    const inside = decodeURI(url.pathname).replace(/^\//, "");
    const name = inside === "" || inside.endsWith("/") ? inside + "index.html" : inside;
    for (const output of outputs) {
      if (name === output || name.endsWith("/" + output) || name + "/index.html" === output) return true;
    }
    return false;
  }

  function exchange(outputs, generation) {
    const files = [...outputs].filter((output) => !output.endsWith(".html"));
    for (const file of files) renewed.set(file, generation);
    const fresh = (text) => {
      const url = new URL(text, location.href);
      return isOf(outputs, url) ? renewedAddress(url) : "";
    };
    for (const link of document.querySelectorAll('link[rel="stylesheet"][href]')) {
      const href = fresh(link.href);
      if (!href) continue;
      const next = link.cloneNode();
      next.href = href;
      next.onload = next.onerror = () => { link.remove(); inStyles(next.sheet); };
      link.after(next);
    }
    if (files.length) for (const sheet of document.styleSheets) inStyles(sheet);
    for (const image of document.images) {
      const src = image.currentSrc || image.src ? fresh(image.src) : "";
      if (src) image.src = src;
    }
  }

  // An address under which the browser has no former state of a file; "" where none is known to be other.
  function renewedAddress(url) {
    if (url.origin !== location.origin) return "";
    for (const [output, generation] of renewed) {
      if (!isOf([output], url)) continue;
      url.searchParams.set("_", generation);
      return url.href;
    }
    return "";
  }

  // Pictures that a style sheet shows: a browser keeps what it has of them even where the sheet is new.
  function inStyles(sheet) {
    if (!sheet) return;
    let rules;
    try { rules = sheet.cssRules; } catch { return; } // it is another site's
    for (const rule of rules) {
      if (rule.styleSheet) inStyles(rule.styleSheet);
      if (rule.cssRules) inStyles({ cssRules: rule.cssRules, href: sheet.href });
      for (const name of rule instanceof CSSFontFaceRule ? [] : rule.style || []) {
        const value = rule.style.getPropertyValue(name);
        const next = value.replace(/url\("((?:[^"\\]|\\.)*)"\)/g, (whole, address) => {
          const base = sheet.href || location.href;
          const href = URL.canParse(address, base) ? renewedAddress(new URL(address, base)) : "";
          return href ? `url("${href}")` : whole;
        });
        if (next !== value) rule.style.setProperty(name, next, rule.style.getPropertyPriority(name));
      }
    }
  }

  return { exchange, inStyles, isOf };
})();
