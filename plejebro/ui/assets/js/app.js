// Small helps that the pages also work without: the design system's parts, the "n" of the file field, one click is one sending.
(function () {
  "use strict";
  if (window.DKFDS) { window.DKFDS.init(); }

  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.method.toLowerCase() !== "post") { return; }
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // On a phone the menu is wider than the screen: the page one is on is brought into view.
  var here = document.querySelector(".tabs [aria-current]");
  if (here) {
    var row = here.closest("ul");
    row.scrollLeft += here.getBoundingClientRect().left - (row.clientWidth - here.offsetWidth) / 2;
  }

  var summary = document.querySelector(".error-summary");
  if (summary) { summary.setAttribute("tabindex", "-1"); summary.focus(); }
})();
