/** Validation errors of zod with place and message; the value is left out because a person may have typed it. */
interface Refused {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/** `place` is empty for the document itself. */
export const problemsIn = ({ issues }: Refused): { place: string; message: string }[] =>
  issues.map(({ path, message }) => ({ place: path.map(String).join('/'), message }));

/** The first `most` problems in one line: `services/2/series: expected …; hours: …`; `whole` names the document itself. */
export const sayProblems = (refused: Refused, most: number, whole: string): string =>
  problemsIn(refused)
    .slice(0, most)
    .map(({ place, message }) => `${place || whole}: ${message}`)
    .join('; ');
