/** The content of `/metrics`: the type of each family, and the value of each sample by its name with labels. */
export interface Exposition {
  families: ReadonlyMap<string, string>;
  samples: ReadonlyMap<string, number>;
}

export async function readMetrics(url: string): Promise<Exposition> {
  const response = await fetch(url);
  if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
  const lines = (await response.text()).split('\n');
  return {
    families: new Map(
      lines.flatMap((line) => {
        const [, name, type] = /^# TYPE (\S+) (\S+)$/.exec(line) ?? [];
        return name === undefined || type === undefined ? [] : [[name, type] as const];
      }),
    ),
    samples: new Map(
      lines.flatMap((line) => {
        const [, name, value] = /^([a-z]\S*(?:\{.*\})?) (\S+)$/.exec(line) ?? [];
        return name === undefined ? [] : [[name, Number(value)] as const];
      }),
    ),
  };
}

/** Returns the names that a query can use. A histogram has three: `_bucket`, `_count` and `_sum`. */
export const namesOf = ({ families }: Exposition): Set<string> =>
  new Set(
    [...families].flatMap(([name, type]) =>
      type === 'histogram' ? ['_bucket', '_count', '_sum'].map((end) => `${name}${end}`) : [name],
    ),
  );
