/** Of what zod found wrong, where and what, without the value: it may be what somebody typed. */
interface Refused {
  issues: readonly { path: readonly PropertyKey[]; message: string }[];
}

/** `place` is empty where it is the whole. */
export const problemsIn = ({ issues }: Refused): { place: string; message: string }[] =>
  issues.map(({ path, message }) => ({ place: path.map(String).join('/'), message }));

/** In one line, of the first `most`: `services/2/series: expected …; hours: …`; `whole` stands for the whole. */
export const sayProblems = (refused: Refused, most: number, whole: string): string =>
  problemsIn(refused)
    .slice(0, most)
    .map(({ place, message }) => `${place || whole}: ${message}`)
    .join('; ');
