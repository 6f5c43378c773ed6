/** A block of a gettext file, between empty lines. */
export interface Block {
  /** The line of its first keyword, else its first line. */
  line: number;
  text: string;
  /** `false` for a block of comments. */
  isEntry: boolean;
  /** `null` for the header. */
  context: string | null;
  faults: readonly { line: number; detail: string }[];
}

const COMMENT = /^#/;
const KEYWORD = /^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) "/;
const STRING = /^(?:msgctxt |msgid |msgid_plural |msgstr(?:\[\d\])? )?"(?:[^"\\]|\\["\\nt])*"$/;
const WHOLE_ENTRY = /^(msgctxt )?msgid( msgstr|( msgid_plural)( msgstr\[\d\])+)$/;

/**
 * Splits a gettext file into blocks and checks the form that every program writes. The gettext library silently misreads a string without a
 * keyword, forms in any order or a second context, and reports no line.
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

/** Reads a context, which programs may fold over several lines. Torn's contexts contain nothing that is escaped. */
function contextOf(lines: readonly string[]): string {
  const from = lines.findIndex((line) => line.startsWith('msgctxt'));
  const to = lines.findIndex((line) => line.startsWith('msgid'));
  return lines
    .slice(from, to)
    .map((line) => /"(.*)"/.exec(line)?.[1] ?? '')
    .join('');
}
