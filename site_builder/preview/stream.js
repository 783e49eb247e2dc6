// One event stream for all tabs of the browser: it opens six connections to a host and no more. One tab listens
// and tells the others; when it is closed another one does. Knows nothing of what is told.
window.siteBuilderStream = (address, hear) => {
  "use strict";
  const CHANNEL = "site-builder-preview";
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(CHANNEL) : null;
  function listen() {
    let source = null, again = 0;
    const tell = (kind, data) => {
      if (channel) channel.postMessage({ kind, data });
      hear(kind, data);
    };
    const begin = () => {
      source = new EventSource(address);
      // Whatever was missed, be it a restart of the server: look once more.
      source.addEventListener("hello", (event) => tell("hello", Number(event.data)));
      source.addEventListener("change", (event) => tell("change", JSON.parse(event.data)));
      source.addEventListener("error", () => {
        tell("offline", null);
        if (source.readyState === EventSource.CLOSED) again = setTimeout(begin, 1000);
      });
    };
    begin();
    return () => { clearTimeout(again); source.close(); };
  }

  function takeTurns() {
    const turn = new AbortController(); // it ends when the tab goes, or is kept for the way back
    addEventListener("pagehide", () => turn.abort(), { once: true });
    if (navigator.locks) takeTurnsByLock(turn.signal);
    else if (channel) takeTurnsByAsking(turn.signal);
    else turn.signal.addEventListener("abort", listen());
  }

  function takeTurnsByLock(signal) {
    navigator.locks.request(CHANNEL, { signal }, () => new Promise((done) => {
      const stop = listen();
      signal.addEventListener("abort", () => { stop(); done(); });
    })).catch(() => {});
  }

  // Browsers have no locks for what comes from another machine. Who listens says so when asked; where nobody
  // does, whoever has asked listens; and of two who listen, who hears the other stops.
  let whoSpoke = null;
  function takeTurnsByAsking(signal) {
    let stop = null, answered = false, next = 0;
    const say = (kind) => channel.postMessage({ kind });
    const look = () => {
      if (!stop && !answered) { stop = listen(); say("listening"); }
      if (!stop) say("who");
      answered = false;
      next = setTimeout(look, 1000 + 1000 * Math.random());
    };
    whoSpoke = (kind) => {
      if (kind === "who") { if (stop) say("listening"); return; }
      if (stop) stop();
      stop = null;
      answered = true;
    };
    signal.addEventListener("abort", () => { clearTimeout(next); whoSpoke = null; if (stop) stop(); });
    say("who");
    next = setTimeout(look, 200 + 300 * Math.random());
  }

  if (channel) {
    channel.onmessage = ({ data: { kind, data } }) => {
      if (kind !== "who" && kind !== "listening") hear(kind, data);
      else if (whoSpoke) whoSpoke(kind);
    };
  }
  addEventListener("pageshow", (event) => { if (event.persisted) takeTurns(); });
  takeTurns();
};
