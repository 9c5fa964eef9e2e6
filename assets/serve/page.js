"use strict";
// The page works without this: it makes number fields into sliders, adds up the cost, asks whether a round has opened,
// and sends again by itself when the facilitator's computer is away. All markup comes from the server.
(() => {
  const away = document.getElementById("away");
  const AWAY = "The facilitator’s computer does not answer. Trying again by itself.";
  let main, timer, failures = 0, sending = false;

  const $ = (selector, root) => (root || document).querySelector(selector);
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));
  const wait = (ms) => new Promise((done) => setTimeout(done, ms));
  const decimals = (text) => (String(text).split(".")[1] || "").length;
  const round = (x, places) => String(Number(x.toFixed(places)));

  function say(x, unit) {
    if (unit.startsWith("£m")) return "£" + x + "m" + unit.slice(2);
    return unit.startsWith("%") ? x + unit : x + " " + unit;
  }

  // A page, its status and its text; nothing if no answer came.
  async function ask(url, options) {
    const stop = new AbortController();
    const late = setTimeout(() => stop.abort(), 8000);
    try {
      const reply = await fetch(url, { credentials: "same-origin", cache: "no-store", signal: stop.signal, ...options });
      return { status: reply.status, text: await reply.text() };
    } catch (_) {
      return null;
    } finally {
      clearTimeout(late);
    }
  }

  function read(reply) {
    const page = new DOMParser().parseFromString(reply.text, "text/html");
    // What a network that asks for a login puts in between is no page of ours.
    return $("main#paper[data-stage]", page) ? page : null;
  }

  function show(page, toTop) {
    const was = main.dataset;
    const values = was.stage === "waiting" ? null : filled();
    const open = $(".change[open]");
    main.replaceWith(document.adoptNode($("#paper", page)));
    document.title = page.title;
    begin();
    const same = main.dataset.stage === was.stage && main.dataset.round === was.round;
    if (same && !toTop && values) fill(values);
    if (same && !toTop && open && $(".change")) $(".change").open = true;
    if (!same || toTop) {
      const first = $(".problem", main) || $("#state", main);
      if (first) first.focus({ preventScroll: true });
      window.scrollTo(0, 0);
    }
  }

  // What is filled in, without what the server put there.
  function filled() {
    const form = $("#ballot");
    return form && Array.from(new FormData(form)).filter(([name]) => name !== "round" && name !== "serial");
  }

  function fill(values) {
    const form = $("#ballot");
    if (!form) return;
    all("input[type=checkbox]", form).forEach((box) => { box.checked = false; });
    for (const [name, value] of values) {
      const fields = all("[name]", form).filter((field) => field.name === name);
      for (const field of fields) {
        if (field.type !== "checkbox") field.value = value;
        else if (field.value === value) field.checked = true;
      }
    }
    form.dispatchEvent(new Event("input"));
  }

  const draft = () => "tiller " + main.dataset.code + " " + main.dataset.round;
  function keep(values) {
    try {
      if (values) sessionStorage.setItem(draft(), JSON.stringify(values));
      else sessionStorage.removeItem(draft());
    } catch (_) { /* a private window keeps nothing */ }
  }
  function kept() {
    try { return JSON.parse(sessionStorage.getItem(draft())); } catch (_) { return null; }
  }

  function slider(card) {
    const input = $("input", card), output = $("output", card), unit = card.dataset.unit;
    const places = Math.max(decimals(input.step), decimals(input.min));
    const name = $("label", card).textContent;
    const value = input.value;
    input.type = "range";
    input.value = value;
    const update = () => {
      const text = say(round(Number(input.value), places), unit);
      const span = Number(input.max) - Number(input.min);
      output.textContent = text;
      input.setAttribute("aria-valuetext", text);
      input.style.setProperty("--fill", (span > 0 ? 100 * (input.value - input.min) / span : 0) + "%");
    };
    for (const [sign, word, move] of [["−", "Less", "stepDown"], ["+", "More", "stepUp"]]) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "step";
      button.textContent = sign;
      // The slider itself is the way for keys; a second and third stop for each would only be in the way.
      button.tabIndex = -1;
      button.setAttribute("aria-label", word + ", " + name);
      button.addEventListener("click", () => {
        input[move]();
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      if (sign === "−") input.before(button); else input.after(button);
    }
    return { input, cost: Number(card.dataset.cost), update };
  }

  function prepare(form) {
    const sliders = all(".lever", form).map(slider);
    const budget = form.dataset.budget === "" ? null : Number(form.dataset.budget);
    const reason = $("#reason", form), count = $("#count", form), send = $("#send", form), over = $("#over", form);
    const most = reason.maxLength;
    const update = () => {
      sliders.forEach((s) => s.update());
      if (reason.value.includes("\n")) reason.value = reason.value.replace(/\n+/g, " ");
      count.textContent = reason.value.length + " of " + most;
      if (!sliders.length) return;
      const cost = sliders.reduce((sum, s) => sum + s.cost * Number(s.input.value), 0);
      const excess = budget === null ? 0 : cost - budget;
      const tooMuch = excess > 1e-6;
      $("#sum", form).textContent = "£" + round(cost, 2) + "m" + (budget === null ? "" : " of £" + round(budget, 2) + "m") + " a year";
      $("#left", form).textContent = budget === null ? "" : "£" + round(Math.abs(excess), 2) + "m " + (tooMuch ? "over" : "left");
      // Said again only when it changes, so that nobody is read a number at every step.
      const said = tooMuch ? "Over the budget. Lower a lever to send." : "";
      if (over.textContent !== said) over.textContent = said;
      form.classList.toggle("is-over", tooMuch);
      send.setAttribute("aria-disabled", String(tooMuch));
      const bar = $(".bar", form);
      if (bar) bar.style.setProperty("--share", Math.min(100, budget > 0 ? 100 * cost / budget : 0) + "%");
    };
    form.addEventListener("input", () => { update(); keep(filled()); });
    reason.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && !event.isComposing) event.preventDefault();
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!sending && !form.classList.contains("is-over")) hand_in(form);
    });
    const values = main.dataset.stage === "ballot" && !$(".problem", main) && kept();
    if (values) fill(values);
    update();
  }

  // Sends until it is answered. The same form may arrive twice: it counts once.
  async function hand_in(form) {
    const body = new URLSearchParams(new FormData(form));
    const send = $("#send", form), word = send.textContent;
    sending = true;
    form.inert = true;
    send.textContent = "Sending…";
    for (let attempt = 0; ; attempt += 1) {
      const reply = await ask(form.getAttribute("action"), { method: "POST", body });
      const page = reply && read(reply);
      if (page && reply.status < 500 && reply.status !== 429) {
        sending = false;
        failures = 0;
        away.textContent = "";
        if (reply.status < 400) keep(null);
        show(page, true);
        return look();
      }
      const said = page && $(".problem", page);
      away.textContent = "No answer yet. Your ballot is kept here and is sent again by itself."
        + (said && reply.status === 429 ? " (Sent too often.)" : "");
      send.textContent = word + " – trying again";
      await wait(Math.min(10000, 700 * 2 ** Math.min(attempt, 6)) * (0.75 + Math.random() / 2));
    }
  }

  // Asks whether something has changed: every few seconds while the page is in sight, less often while nobody answers.
  async function look() {
    clearTimeout(timer);
    const stage = main.dataset.stage;
    if (sending || document.hidden || !["ballot", "sent", "waiting"].includes(stage)) return;
    const home = "/" + main.dataset.code;
    const reply = await ask(home + "/now");
    if (sending) return;
    if (reply && reply.status === 200 && /^\d+ \S+$/.test(reply.text)) {
      failures = 0;
      away.textContent = "";
      if (reply.text !== main.dataset.now) {
        const fresh = await ask(home);
        const page = fresh && !sending && read(fresh);
        if (page && fresh.status === 200) show(page, false);
      }
    } else if (reply && reply.status === 404) {
      failures += 1;
      away.textContent = "The join code has changed. Scan the code on the screen again.";
    } else {
      failures += 1;
      if (failures > 1) away.textContent = AWAY;
    }
    clearTimeout(timer);
    timer = setTimeout(look, failures ? Math.min(15000, 1500 * 2 ** Math.min(failures, 4)) : 2500 + 1000 * Math.random());
  }

  function begin() {
    main = $("#paper");
    const form = $("#ballot");
    if (form) prepare(form);
    if (location.search === "?joined" && main.dataset.stage !== "welcome") history.replaceState(null, "", location.pathname);
  }

  document.addEventListener("visibilitychange", look);
  window.addEventListener("online", look);
  begin();
  const problem = $(".problem");
  if (problem) problem.focus();
  timer = setTimeout(look, 2500);
})();
