// Outlines around the parts of a page, each named by the layout that drew it: see outlines.py for the comments.
(() => {
  "use strict";
  const BEGINS = "layout ", ENDS = "/layout";
  let layer = null, watching = null;

  function parts() {
    const found = new Map(), open = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_COMMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      if (node.data.startsWith(BEGINS)) { open.push(node); continue; }
      if (node.data !== ENDS || !open.length) continue;
      const range = document.createRange(), first = open.pop();
      range.setStartAfter(first);
      range.setEndBefore(node);
      const box = range.getBoundingClientRect();
      if (!box.width || !box.height) continue;
      const place = [box.left + scrollX, box.top + scrollY, box.width, box.height].map(Math.round);
      const key = place.join();
      const part = found.get(key) || { place, names: [] };
      part.names.unshift(first.data.slice(BEGINS.length)); // what encloses comes after what it encloses
      found.set(key, part);
    }
    return [...found.values()].sort((one, other) => other.place[2] * other.place[3] - one.place[2] * one.place[3]);
  }

  function draw() {
    layer.replaceChildren();
    const labels = [];
    for (const { place: [left, top, width, height], names } of parts()) {
      const box = Object.assign(document.createElement("div"), { className: "outline" });
      box.style.cssText = `left: ${left}px; top: ${top}px; width: ${width}px; height: ${height}px`;
      const label = Object.assign(document.createElement("span"), { textContent: names.join(" › ") });
      layer.append(box, label);
      label.style.maxWidth = `${Math.max(120, document.documentElement.clientWidth - left - 8)}px`;
      const high = label.offsetHeight, wide = label.offsetWidth;
      let at = Math.max(0, top - high);
      const meets = () => labels.find((one) => at < one.top + one.high && one.top < at + high
        && left < one.left + one.wide && one.left < left + wide);
      for (let other = meets(); other; other = meets()) at = other.top + other.high;
      label.style.left = `${left}px`;
      label.style.top = `${at}px`;
      labels.push({ left, top: at, wide, high });
    }
  }

  window.siteBuilderOutlines = (root, on) => {
    if (!layer) {
      layer = Object.assign(document.createElement("div"), { className: "outlines", ariaHidden: "true" });
      watching = new ResizeObserver(draw);
    }
    watching.disconnect();
    if (!on) { layer.remove(); return; }
    root.prepend(layer);
    watching.observe(document.body); // which draws at once
  };
})();
