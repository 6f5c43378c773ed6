/** Moments in their sequence; from the first marked one on, the line is solid. */
export function Timeline({ moments }: { moments: readonly { time: string; name: string; marked: boolean }[] }) {
  return (
    <ol class="timeline" data-whole>
      {moments.map(({ time, name, marked }) => (
        <li key={name} class="moment" data-marked={marked}>
          <span class="moment-time">{time}</span>
          <span class="moment-point" />
          <span class="moment-name">{name}</span>
        </li>
      ))}
    </ol>
  );
}
