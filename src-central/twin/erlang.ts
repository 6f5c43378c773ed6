/**
 * Returns the mean wait of a steady queue at several desks (M/M/c, Erlang C), in the time unit of `visit`; `null`: more people come than
 * the desks can serve. `perMinute` is the arrivals in that unit.
 */
export function waitOfErlang({
  perMinute,
  visit,
  desks,
}: {
  perMinute: number;
  visit: number;
  desks: number;
}): number | null {
  const load = perMinute * visit;
  if (load >= desks) return null;
  // `lost` is Erlang B, whose recursion cannot overflow. Erlang C (`waits`) is computed from it.
  let lost = 1;
  for (let desk = 1; desk <= desks; desk += 1) lost = (load * lost) / (desk + load * lost);
  const waits = lost / (1 - (load / desks) * (1 - lost));
  return (waits * visit) / (desks - load);
}
