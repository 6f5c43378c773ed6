/** The number as it will be called: the largest text on the screen. Five characters or more get narrower type. */
export function TicketNumber({ label }: { label: string }) {
  return (
    <bdi class="number" data-whole data-first data-characters={label.length <= 4 ? 'four' : 'five'}>
      {label}
    </bdi>
  );
}
