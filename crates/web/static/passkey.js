// パスキー: asks the device for a new key or for a proof, and sends its answer with the form. Without this script the forms stay hidden:
// an app's digits and printed codes are the way then.
"use strict";
{
  const toBytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const toText = (bytes) =>
    btoa(String.fromCharCode(...new Uint8Array(bytes))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  // An empty list of ways to reach a device would be taken for none by some browsers.
  const named = (list) => list.map((key) => ({ type: key.type, id: toBytes(key.id) }));

  const make = async (told) => {
    const user = { ...told.user, id: toBytes(told.user.id), displayName: told.user.displayName || told.user.name };
    const rp = { ...told.rp, name: "みまもり" };
    const excludeCredentials = named(told.excludeCredentials);
    const publicKey = { ...told, rp, user, challenge: toBytes(told.challenge), excludeCredentials };
    const { id, type, response } = await navigator.credentials.create({ publicKey });
    const { clientDataJSON, attestationObject } = response;
    return { id, type, response: { clientDataJSON: toText(clientDataJSON), attestationObject: toText(attestationObject) } };
  };

  const prove = async (told) => {
    const publicKey = { ...told, challenge: toBytes(told.challenge), allowCredentials: named(told.allowCredentials) };
    const { id, type, response } = await navigator.credentials.get({ publicKey });
    const { clientDataJSON, authenticatorData, signature, userHandle } = response;
    const answer = { clientDataJSON: toText(clientDataJSON), authenticatorData: toText(authenticatorData), signature: toText(signature) };
    if (userHandle && userHandle.byteLength > 0) answer.userHandle = toText(userHandle);
    return { id, type, response: answer };
  };

  const why = (error, kind) => {
    if (error.name === "InvalidStateError" && kind === "make") return "この機器のパスキーは、もう登録されています。";
    if (error.name === "NotAllowedError") {
      return kind === "make"
        ? "登録していません。機器での確認が取り消されたか、時間が切れました。もう一度、ボタンを押してください。"
        : "確かめられませんでした。取り消されたか、時間が切れたか、この機器にパスキーがありません。もう一度ボタンを押すか、登録した機器を使うか、ほかの方法を選んでください。";
    }
    if (error.name === "SecurityError") return "このアドレスの画面では、パスキーを使えません。";
    if (error.name === "NotSupportedError" || error.name === "ConstraintError") {
      return "この機器では、パスキーを使えません。画面ロックや暗証番号を設定すると、使えることがあります。";
    }
    return "パスキーを使えませんでした。もう一度、ボタンを押してください。";
  };

  const ask = async (form, says) => {
    const kind = form.dataset.passkey;
    let answer;
    try {
      answer = await fetch(form.dataset.passkeyOptions, { method: "POST", redirect: "manual" });
    } catch {
      return says("通信できません。少し待ってから、もう一度、ボタンを押してください。");
    }
    // The session has ended: the page itself says what to do.
    if (answer.type === "opaqueredirect") return location.reload();
    if (answer.status === 422) return says(`${await answer.text()}。`);
    if (!answer.ok) return says("サーバーが受け付けませんでした。画面を開き直してください。");
    const told = await answer.json();
    try {
      const brought = await (kind === "make" ? make : prove)(told);
      form.querySelector("[data-passkey-answer]").value = JSON.stringify(brought);
    } catch (error) {
      return says(why(error, kind));
    }
    says("");
    form.requestSubmit();
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    const [field, button, place] = ["[data-passkey-answer]", "button", "[data-passkey-says]"].map((it) => form.querySelector(it));
    const says = (sentence) => { place.textContent = sentence; };
    if (!window.PublicKeyCredential) {
      button.disabled = true;
      says("このブラウザーでは、パスキーを使えません。");
      continue;
    }
    form.addEventListener("submit", (event) => {
      if (field.value) return;
      event.preventDefault();
      event.stopPropagation();
      if (button.disabled) return;
      button.disabled = true;
      says("機器の画面に従って、本人の確認をしてください。");
      ask(form, says).finally(() => { button.disabled = false; });
    });
    // A page that is shown again asks anew.
    window.addEventListener("pageshow", () => { field.value = ""; });
  }
}
