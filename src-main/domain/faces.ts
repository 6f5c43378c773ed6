/** The answers to the question about a citizen's visit (`wordAfter` in the office's profile), from the worst to the best. */
export const FACES = ['awful', 'bad', 'fair', 'good', 'great'] as const;
export type Face = (typeof FACES)[number];

export const faceNamed = (word: string | null): Face | null => FACES.find((face) => face === word) ?? null;
