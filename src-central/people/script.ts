/**
 * Makes and uses passkeys, which HTML forms cannot do. A button is hidden unless the script runs, so the pages also work without passkeys.
 */
export const PEOPLE_SCRIPT = `const send = async (path, body) => {
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { isDone: answer.ok, ...(await answer.json()) };
};
const acts = {
  async signIn(button) {
    const { options } = await send('/sign-in/passkey/options', {});
    const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options);
    const credential = await navigator.credentials.get({ publicKey });
    const { city, next } = Object.fromEntries(new FormData(document.querySelector('form')));
    return send('/sign-in/passkey', { city, next, answer: credential.toJSON() });
  },
  async add() {
    const { options } = await send('/passkeys/options', {});
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options);
    const credential = await navigator.credentials.create({ publicKey });
    return send('/passkeys', { answer: credential.toJSON() });
  },
};
if (typeof PublicKeyCredential === 'function' && PublicKeyCredential.parseRequestOptionsFromJSON)
  for (const button of document.querySelectorAll('[data-passkey]')) {
    button.hidden = false;
    button.addEventListener('click', async () => {
      const said = document.getElementById('passkey-said');
      said.hidden = true;
      try {
        const { isDone, next } = await acts[button.dataset.passkey]();
        if (isDone) return location.assign(next);
      } catch {}
      said.hidden = false;
    });
  }
`;
