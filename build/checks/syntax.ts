/** A node of the parser's tree. Only `type` is sure to exist. */
export type SyntaxNode = { type: string } & Record<string, unknown>;

export const isNode = (value: unknown): value is SyntaxNode =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Calls `see` for every node, outer nodes first. The last of `parents` is the direct parent. */
export function visit(
  value: unknown,
  see: (node: SyntaxNode, parents: readonly SyntaxNode[]) => void,
  parents: readonly SyntaxNode[] = [],
): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see, parents);
  else if (isNode(value)) {
    see(value, parents);
    const within = [...parents, value];
    for (const child of Object.values(value)) visit(child, see, within);
  }
}
