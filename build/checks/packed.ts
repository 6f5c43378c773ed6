import { type Finding, lineAt, type Source } from './source-files.ts';
import { isNode, visit } from './syntax.ts';

const MEMBERS: Readonly<Record<string, string>> = {
  ObjectExpression: 'properties',
  ArrayExpression: 'elements',
  JSXOpeningElement: 'attributes',
};
/** The kind of literal whose spread is written out as members of each kind. */
const SAME: Readonly<Record<string, string>> = { JSXOpeningElement: 'ObjectExpression' };

/**
 * Finds literals spread into a literal of their kind, such as `{ ...{ a, b }, c }`, or into a component's properties. Such a spread only
 * packs several members into one line, and the compiler no longer refuses members that the type lacks.
 */
export function packedMembers(sources: readonly Source[]): Finding[] {
  return sources.flatMap(({ file, text, module }) => {
    const findings: Finding[] = [];
    visit(module?.program, (node) => {
      const members = node[MEMBERS[node.type] ?? ''];
      if (!Array.isArray(members)) return;
      for (const member of members)
        if (isNode(member) && /^(JSX)?Spread/.test(member.type) && isNode(member.argument))
          if (member.argument.type === (SAME[node.type] ?? node.type))
            findings.push({
              file,
              line: lineAt(text, Number(member.start)),
              complaint: 'spreads a literal: write its members out',
            });
    });
    return findings;
  });
}
