/** Counts of today's ratings after a visit, by face. A row is deleted once the day's event is written. */
export const wordsAtKiosk = `
CREATE TABLE word_count (
  day TEXT NOT NULL,
  face TEXT NOT NULL,
  answers INTEGER NOT NULL,
  PRIMARY KEY (day, face)
) STRICT, WITHOUT ROWID;
`;
