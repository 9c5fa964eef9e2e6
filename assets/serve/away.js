
// A ballot for somebody elsewhere: makes a code of the form instead of sending it. The layout is in docs/ROUNDTABLE.md.
(() => {
  const LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const form = document.getElementById("ballot");
  const field = (name) => form.elements.namedItem(name);

  // FNV-1a of 64 bits.
  function digest(bytes) {
    let hash = 0xcbf29ce484222325n;
    for (const byte of bytes) hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
    return hash;
  }

  // Seven bits a byte, the lowest first; the top bit says that more follow.
  function put(bytes, number) {
    while (number > 127) {
      bytes.push((number % 128) + 128);
      number = Math.floor(number / 128);
    }
    bytes.push(number);
  }

  function grouped(bytes) {
    let letters = "", bits = 0, held = 0;
    for (const byte of bytes) {
      bits = ((bits << 8) | byte) & 0xffff;
      held += 8;
      while (held >= 5) {
        held -= 5;
        letters += LETTERS[(bits >> held) & 31];
      }
    }
    if (held > 0) letters += LETTERS[(bits << (5 - held)) & 31];
    return letters.match(/.{1,5}/g).join("-");
  }

  // Five random bytes, the same for this person in all rounds.
  let mine = null;
  function mark() {
    const key = "tiller " + form.dataset.mark;
    try { mine = mine || JSON.parse(localStorage.getItem(key)); } catch (_) { /* nothing is kept here */ }
    if (!Array.isArray(mine) || mine.length !== 5) mine = Array.from(crypto.getRandomValues(new Uint8Array(5)));
    try { localStorage.setItem(key, JSON.stringify(mine)); } catch (_) { /* the next round is a new person then */ }
    return mine;
  }

  function bytes() {
    const round = Number(field("round").value), question = Number(form.dataset.mark), choice = form.dataset.kind === "choice";
    const guess = field("guess") && round !== 2 ? field("guess").value.trim().replace(",", ".") : "";
    const role = field("role") ? field("role").value : "";
    const reason = new TextEncoder().encode(field("reason").value.replace(/\s+/g, " ").trim());
    const out = [16 + round, question >> 8, question & 255, ...mark()];
    out.push((guess === "" ? 0 : 1) + (role === "" ? 0 : 2) + (reason.length ? 4 : 0) + (choice ? 8 : 0));
    if (choice) {
      let bits = 0;
      for (const box of form.querySelectorAll("[name=approve]")) if (box.checked) bits |= 1 << Number(box.value);
      out.push(bits);
    }
    for (const input of form.querySelectorAll(".lever input")) {
      put(out, Math.round((Number(input.value) - Number(input.min)) / Number(input.step)));
    }
    if (guess !== "") put(out, Math.floor(Math.abs(Number(guess)) * 100 + 0.5) * 2 + (Number(guess) < 0 ? 1 : 0));
    if (role !== "") out.push(Number(role));
    if (reason.length) {
      put(out, reason.length);
      out.push(...reason);
    }
    const check = digest(out);
    return out.concat([16n, 8n, 0n].map((shift) => Number((check >> shift) & 255n)));
  }

  const made = document.getElementById("made"), code = document.getElementById("made-code"), copied = document.getElementById("copied");
  document.addEventListener("submit", (event) => {
    event.preventDefault();
    event.stopPropagation();
    if (form.classList.contains("is-over")) return;
    code.value = grouped(bytes());
    made.hidden = false;
    copied.textContent = "";
    document.getElementById("made-head").focus({ preventScroll: true });
    made.scrollIntoView({ block: "center" });
  }, true);
  // A code of what stood there before is none of what stands there now.
  form.addEventListener("input", () => { made.hidden = true; });
  document.getElementById("copy").addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(code.value);
      copied.textContent = "Copied.";
    } catch (_) {
      code.focus();
      code.select();
      copied.textContent = "Selected: copy it with your keyboard or by a long press.";
    }
  });
})();
