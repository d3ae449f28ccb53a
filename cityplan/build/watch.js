// Added to a report that `pipeline.py --watch` sends to a browser; the published files hold no script.
(() => {
  const own = document.currentScript.dataset;
  const note = document.createElement("div");
  note.setAttribute("role", "status");
  note.style.cssText =
    "position:fixed;right:0;bottom:0;max-width:40em;padding:.5em 1em;background:#962A00;color:#fff;" +
    "font:14px/1.5 sans-serif;white-space:pre-wrap;overflow-wrap:anywhere;z-index:9";
  document.body.append(note);
  const show = (text) => {
    note.textContent = text;
    note.style.display = text ? "" : "none";
  };
  let seen = "";
  const ask = async () => {
    const words = new URLSearchParams({ page: location.pathname, seen });
    try {
      const told = await (await fetch(`/__watch__?${words}`, { cache: "no-store" })).json();
      if (told.version && told.version !== own.version) {
        location.reload();
        return;
      }
      seen = told.seen;
      show(told.note);
      setTimeout(ask, 0);
    } catch {
      show("--watch が終わったか、動き直しています。");
      setTimeout(ask, 300);
    }
  };
  show("");
  ask();
})();
