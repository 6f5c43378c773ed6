import { type Finding, lineAt, type Source } from './source-files.ts';
import { isNode, visit } from './syntax.ts';

const MEMBERS: Readonly<Record<string, string>> = {
  ObjectExpression: 'properties',
  ArrayExpression: 'elements',
  JSXOpeningElement: 'attributes',
};
/**
 * For a node whose type differs from the type of a literal spread into it: the literal's type, here an object in a JSX element. For every
 * other node the literal's type must equal the node's own type.
 */
const SAME: Readonly<Record<string, string>> = { JSXOpeningElement: 'ObjectExpression' };

/**
 * Finds literals that are spread into a literal of the same type, such as `{ ...{ a, b }, c }`, or into a component's properties. The
 * spread only packs several members into one line, and the compiler no longer refuses members that the type lacks.
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
