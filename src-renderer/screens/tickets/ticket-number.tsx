/** The number as called: the largest thing on the screen. Five characters and more get narrower type. */
export function TicketNumber({ label }: { label: string }) {
  return (
    <bdi class="number" data-whole data-first data-characters={label.length <= 4 ? 'four' : 'five'}>
      {label}
    </bdi>
  );
}
