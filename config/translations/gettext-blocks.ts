/** What stands between empty lines of a gettext file. */
export interface Block {
  /** Of its first keyword, or of its first line. */
  line: number;
  text: string;
  /** Not only comments. */
  isEntry: boolean;
  /** The header has none. */
  context: string | null;
  faults: readonly { line: number; detail: string }[];
}

const COMMENT = /^#/;
const KEYWORD = /^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "/;
const STRING = /^(?:msgctxt |msgid |msgid_plural |msgstr(?:\[\d\])? )?"(?:[^"\\]|\\["\\nt])*"$/;
const WHOLE_ENTRY = /^(msgctxt )?msgid( msgstr|( msgid_plural)( msgstr\[\d\])+)$/;

/**
 * The library that reads gettext takes a string after no keyword, forms in any order or a second context for what it is not, and names no
 * line. So each block is held to the form that every program writes, before it is read.
 */
export function blocksIn(text: string): Block[] {
  const blocks: Block[] = [];
  let lines: { line: number; text: string }[] = [];
  const close = () => {
    if (lines.length > 0) blocks.push(blockOf(lines));
    lines = [];
  };
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') close();
    else lines.push({ line: index + 1, text: line });
  }
  close();
  return blocks;
}

function blockOf(lines: readonly { line: number; text: string }[]): Block {
  const faults: { line: number; detail: string }[] = [];
  const keywords: { line: number; word: string }[] = [];
  for (const { line, text } of lines) {
    if (COMMENT.test(text)) {
      if (keywords.length > 0) faults.push({ line, detail: 'is a comment inside an entry' });
      continue;
    }
    const [, word] = KEYWORD.exec(text) ?? [];
    if (word !== undefined) keywords.push({ line, word });
    if (!STRING.test(text) || (word === undefined && keywords.length === 0))
      faults.push({ line, detail: 'is no line of a gettext file' });
  }
  const line = keywords[0]?.line ?? lines[0]?.line ?? 1;
  const order = keywords.map(({ word }) => word);
  if (faults.length === 0 && order.length > 0 && !isInOrder(order))
    faults.push({ line, detail: `has ${order.join(', ')}: not one entry in gettext’s order` });
  return {
    line,
    text: lines.map((one) => one.text).join('\n'),
    isEntry: keywords.length > 0,
    context: order[0] === 'msgctxt' ? contextOf(lines.map((one) => one.text)) : null,
    faults,
  };
}

function isInOrder(keywords: readonly string[]): boolean {
  const forms = keywords.filter((word) => word.startsWith('msgstr['));
  return WHOLE_ENTRY.test(keywords.join(' ')) && forms.every((word, at) => word === `msgstr[${at}]`);
}

/** Programs may fold it over several lines. Our contexts hold nothing that is escaped. */
function contextOf(lines: readonly string[]): string {
  const from = lines.findIndex((line) => line.startsWith('msgctxt'));
  const to = lines.findIndex((line) => line.startsWith('msgid'));
  return lines
    .slice(from, to)
    .map((line) => /"(.*)"/.exec(line)?.[1] ?? '')
    .join('');
}
