/** Reads a draft, which survives a reload and ends with the browser's tab. `null`: there is no draft. */
export function readDraft<Draft>(name: string): Draft | null {
  const text = sessionStorage.getItem(name);
  return text === null ? null : (JSON.parse(text) as Draft);
}

export function writeDraft(name: string, draft: object | null): void {
  if (draft === null) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, JSON.stringify(draft));
}
