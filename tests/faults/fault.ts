import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Edit {
  file: string;
  /** The text to replace, which occurs exactly once in `file`. It stays valid when lines move; a line number would not. */
  snippet: string;
  replacement: string;
}

/** One possible mistake in the program. It is planted in a copy of the tree to see whether a test fails. */
export interface Fault extends Edit {
  /** The consequence that a person or another program would notice. */
  means: string;
  also?: readonly Edit[];
  /** Vitest files. At least one of their tests must fail. */
  noticedBy: readonly string[];
}

export const editsOf = ({ file, snippet, replacement, also = [] }: Fault): readonly Edit[] => [
  { file, snippet, replacement },
  ...also,
];

/** The reason why the fault cannot be planted in this tree; `null`: it can. */
export function whyUnplantable(root: string, fault: Fault): string | null {
  for (const { file, snippet, replacement } of editsOf(fault)) {
    if (!existsSync(join(root, file))) return `there is no ${file}`;
    const times = readFileSync(join(root, file), 'utf8').split(snippet).length - 1;
    if (times !== 1) return `its snippet stands ${times} times in ${file}: ${JSON.stringify(snippet)}`;
    if (snippet === replacement) return 'it changes nothing';
  }
  if (fault.noticedBy.length === 0) return 'no test file is named';
  const gone = fault.noticedBy.find((test) => !existsSync(join(root, test)));
  return gone === undefined ? null : `there is no ${gone}`;
}

export const withEdit = (text: string, { snippet, replacement }: Edit): string => text.split(snippet).join(replacement);
