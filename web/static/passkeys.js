// Asks the browser for a passkey where a page says what to ask, and sends the answer with the page's form.
// Without this script, or where the browser knows no passkeys, nothing of it is seen: codes work as ever.
"use strict";

(() => {
  const toBytes = (text) =>
    Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  const toText = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const described = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

  const asked = (options) => {
    const publicKey = { ...options, challenge: toBytes(options.challenge) };
    if (options.user) publicKey.user = { ...options.user, id: toBytes(options.user.id) };
    if (options.allowCredentials) publicKey.allowCredentials = described(options.allowCredentials);
    if (options.excludeCredentials) publicKey.excludeCredentials = described(options.excludeCredentials);
    return { publicKey };
  };

  const answered = (credential) => {
    const response = {};
    for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[name]) response[name] = toText(credential.response[name]);
    }
    return JSON.stringify({
      id: credential.id, rawId: toText(credential.rawId), type: credential.type, response,
      clientExtensionResults: {},
    });
  };

  if (!window.PublicKeyCredential || !navigator.credentials) return;
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const button = place.querySelector("button");
    const problem = place.querySelector(".problem");
    const form = place.closest("form");
    place.hidden = false;
    for (const said of form.querySelectorAll("[data-without-passkey]")) said.hidden = true;
    button.addEventListener("click", async () => {
      button.disabled = true;
      problem.hidden = true;
      try {
        const options = asked(JSON.parse(place.dataset.options));
        const credential = await navigator.credentials[place.dataset.passkey](options);
        form.elements[place.dataset.into].value = answered(credential);
        form.submit();
      } catch {
        problem.hidden = false;
        button.disabled = false;
      }
    });
  }
})();
