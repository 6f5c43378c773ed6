import { LANGUAGES, WORKING_LANGUAGES } from '../../../config/languages.ts';

/** An edit of an existing file (`put` replaces each `find`), a new file, or a copy of another with `find` replaced by `put`. */
export type Change =
  | { readonly file: string; readonly edits: readonly { readonly find: string | RegExp; readonly put: string }[] }
  | { readonly file: string; readonly text: string }
  | { readonly file: string; readonly like: string; readonly find: string; readonly put: string };

/** An addition that the test makes in a copy of the tree, by the list under `heading` of `CONTRIBUTING.md`. */
export interface Addition {
  readonly heading: string;
  /** Names that the compiler reports as missing once the changes in `first` are made. */
  readonly missed: readonly string[];
  /** The changes to the first file of the list and to the locale files. */
  readonly first: readonly Change[];
  readonly answers: readonly Change[];
  /** The body of a test in the copy, with imports relative to `tests/unit/contributing`. */
  readonly proof: string;
}

export const newFile = (file: string, text: string): Change => ({ file, text });

/** Inserts each `put` after its `find`, or replaces `find` by it if `put` contains `$&`. */
export const edit = (file: string, ...pairs: readonly (readonly [find: string | RegExp, put: string])[]): Change => ({
  file,
  edits: pairs.map(([find, put]) => ({ find, put: put.includes('$&') ? put : `$&${put}` })),
});

/** The same change of the locale file `name` in every language that has this file. */
export const inEachLanguage = (
  name: 'screen' | 'technician' | 'staff' | 'city',
  ...pairs: Parameters<typeof edit>[1][]
): Change[] =>
  (name === 'screen' ? LANGUAGES : WORKING_LANGUAGES).map((language) =>
    edit(`config/locales/${language}/${name}.json`, ...pairs),
  );
