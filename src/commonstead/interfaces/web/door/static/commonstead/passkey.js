// Passkeys: asks the browser for one and hands the answer to the town. Without this script, or on a browser
// without passkeys, the parts that need it stay hidden and the code is the way in.
"use strict";
(() => {
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  async function ask(address, body) {
    const answer = await fetch(address, {
      method: "POST", credentials: "same-origin", body: JSON.stringify(body),
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
    });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.refusal || answer.statusText);
    return said;
  }

  function readable(publicKey) {
    publicKey.challenge = toBytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = toBytes(publicKey.user.id);
    for (const list of ["excludeCredentials", "allowCredentials"]) {
      for (const known of publicKey[list] || []) known.id = toBytes(known.id);
    }
    return publicKey;
  }

  function sendable(credential) {
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (credential.response[part]) response[part] = toText(credential.response[part]);
    }
    return {
      id: toText(credential.rawId), rawId: toText(credential.rawId), type: credential.type, response,
      clientExtensionResults: {},
    };
  }

  async function use(place) {
    const { begin, complete, next } = place.dataset;
    const { publicKey } = await ask(begin, {});
    const options = { publicKey: readable(publicKey) };
    const credential = publicKey.user
      ? await navigator.credentials.create(options)
      : await navigator.credentials.get(options);
    const named = place.querySelector("[name=passkey_name]");
    const said = await ask(complete, {
      credential: sendable(credential), next: next || "", name: named ? named.value : "",
    });
    window.location.assign(said.onward);
  }

  for (const place of document.querySelectorAll("[data-passkey]")) {
    const said = place.querySelector("[data-said]");
    const button = place.querySelector("button");
    const byNumber = /^(\d+\.){3}\d+$|^\[/.test(window.location.hostname);
    if (!window.PublicKeyCredential || !window.isSecureContext || byNumber) {
      const why = place.querySelector("[data-cannot]");
      if (why) { place.hidden = false; button.hidden = true; why.hidden = false; }
      continue;
    }
    place.hidden = false;
    button.addEventListener("click", async () => {
      button.disabled = true;
      said.hidden = true;
      try {
        await use(place);
      } catch (problem) {
        said.textContent = problem.name === "Error" ? problem.message : place.dataset.cancelled;
        said.hidden = false;
        button.disabled = false;
        button.focus();
      }
    });
  }
})();
