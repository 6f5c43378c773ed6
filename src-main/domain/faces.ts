/** The answers to the one question after a visit, from the worst to the best. */
export const FACES = ['awful', 'bad', 'fair', 'good', 'great'] as const;
export type Face = (typeof FACES)[number];

/** Returns `null` for a word that names no face. */
export const faceNamed = (word: string | null): Face | null => FACES.find((face) => face === word) ?? null;
