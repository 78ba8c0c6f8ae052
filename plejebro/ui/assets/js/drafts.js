/* Keeps what is typed while it is typed. Every form with data-draft-url is saved to the server a couple of seconds after
   a change, when a field is left, and once more before it is sent. Nothing is kept in the browser: a kitchen tablet is
   shared. If the session is over, the page keeps the text and asks the person to log in in another tab; then it goes on.
   Without this script the button "Gem kladde" does the same. */
(function () {
  "use strict";

  var QUIET_MS = 2000;
  var PATIENCE_MS = 4000;

  function textOf(form) {
    var data = new FormData(form);
    data.delete("files");
    data.delete("do");
    return data;
  }

  function fingerprint(data) {
    var parts = [];
    data.forEach(function (value, name) {
      if (name !== "csrfmiddlewaretoken") parts.push(name + "=" + value);
    });
    return parts.join("\n");
  }

  function watch(form) {
    var status = form.querySelector("[data-draft-status]");
    var saved = fingerprint(textOf(form));
    var timer = null;
    var sending = false;

    function say(text) {
      if (status) status.textContent = text;
    }

    function sayLoggedOff() {
      if (!status) return;
      status.textContent = "Du er logget af. Det, du har skrevet, står her endnu. ";
      var link = document.createElement("a");
      link.href = "/konto/login/";
      link.target = "_blank";
      link.rel = "noopener";
      link.textContent = "Log ind i en ny fane, og kom tilbage hertil.";
      status.appendChild(link);
    }

    /* After a new log-in the page's anti-forgery token is an old one; the page itself brings a new one. */
    function freshToken() {
      return fetch(window.location.pathname, { credentials: "same-origin" }).then(function (answer) {
        if (!answer.ok || answer.redirected) return false;
        return answer.text().then(function (html) {
          var page = new DOMParser().parseFromString(html, "text/html");
          var token = page.querySelector("input[name=csrfmiddlewaretoken]");
          if (!token) return false;
          document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) {
            field.value = token.value;
          });
          return true;
        });
      });
    }

    /* Resolves to "ok", "sent" (it was sent already), "login" or "trouble". */
    function save(again) {
      var data = textOf(form);
      var print = fingerprint(data);
      if (print === saved) return Promise.resolve("ok");
      return fetch(form.dataset.draftUrl, { method: "POST", body: data, credentials: "same-origin", keepalive: true })
        .then(function (answer) {
          if (answer.status === 409) return "sent";
          if (answer.redirected || answer.status === 401 || answer.status === 403) {
            if (again) return "login";
            return freshToken().then(function (got) { return got ? save(true) : "login"; });
          }
          if (!answer.ok) return "trouble";
          return answer.json().then(function (reply) {
            saved = print;
            say(reply.tekst);
            return "ok";
          });
        })
        .catch(function () { return "trouble"; });
    }

    function report(result) {
      if (result === "login") sayLoggedOff();
      if (result === "trouble") say("Kladden kunne ikke gemmes lige nu. Vi prøver igen.");
      return result;
    }

    function later() {
      window.clearTimeout(timer);
      timer = window.setTimeout(function () { save(false).then(report); }, QUIET_MS);
    }

    form.addEventListener("input", later);
    form.addEventListener("change", function () { save(false).then(report); });
    form.addEventListener("submit", function (event) {
      if (sending) { event.preventDefault(); return; }
      event.preventDefault();
      sending = true;
      window.clearTimeout(timer);
      var button = event.submitter;
      var waited = new Promise(function (resolve) { window.setTimeout(resolve, PATIENCE_MS, "trouble"); });
      Promise.race([save(false), waited]).then(function (result) {
        if (result === "login") { sending = false; delete form.dataset.sent; sayLoggedOff(); return; }
        var before = form.querySelector("input[data-pressed]");
        if (before) before.remove();
        if (button && button.name) {
          var field = document.createElement("input");
          field.dataset.pressed = "";
          field.type = "hidden";
          field.name = button.name;
          field.value = button.value;
          form.appendChild(field);
        }
        form.submit();
      });
    });
    window.addEventListener("pageshow", function (event) { if (event.persisted) sending = false; });
  }

  document.querySelectorAll("form[data-draft-url]").forEach(watch);
})();
