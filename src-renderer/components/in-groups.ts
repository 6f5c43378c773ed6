/** Read aloud over a telephone, a few characters at a time. */
export const inGroups = (text: string, length: number): string =>
  (text.match(new RegExp(`.{1,${length}}`, 'g')) ?? []).join(' ');
