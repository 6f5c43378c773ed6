import { type Finding, folderOf, isWithin, lineAt, type Source, targetOf } from './source-files.ts';

/**
 * Finds imports from a room into a higher room. `order` lists groups of rooms from the lowest up; a file belongs to the room with the
 * longest matching path.
 */
export function upwardImports(sources: readonly Source[], order: readonly (readonly string[])[]): Finding[] {
  const heightOf = (path: string): { room: string; height: number } | null => {
    const room = order
      .flat()
      .filter((place) => isWithin(path, place))
      .sort((a, b) => b.length - a.length)
      .at(0);
    return room === undefined
      ? null
      : { room: folderOf(path, room), height: order.findIndex((group) => group.includes(room)) };
  };
  return sources.flatMap(({ file, text, module }) => {
    const from = heightOf(file);
    return (module?.imports ?? []).flatMap(({ name, at }) => {
      const target = targetOf(file, name);
      const to = target === null ? null : heightOf(target);
      if (!from || !to || to.height <= from.height) return [];
      return {
        file,
        line: lineAt(text, at),
        complaint: `${from.room} lies below ${to.room}: it must not import ${target}`,
      };
    });
  });
}
