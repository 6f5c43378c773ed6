import { type AnnouncedSearch, hearServices, hostsOf, type MdnsPlace, type NamedHost, openMdns } from './records.ts';

/** The service a kiosk announces while another kiosk may read its office. */
const SERVICE = '_torn-office._tcp.local';
const TTL_SECONDS = 30;
/** The shortest time between two answers. */
const ANSWER_EVERY_MS = 100;

/** Finds kiosks whose office may be read now. Empty when the port cannot be opened. */
export const findKiosks = async (search: AnnouncedSearch): Promise<NamedHost[]> =>
  hostsOf(SERVICE, await hearServices([SERVICE], search));

/** Answers queries for kiosks in the network until `close`. `addresses`: IPv4 addresses of this machine. */
export function announceKiosk(
  said: { name: string; port: number; addresses: readonly string[] },
  place: MdnsPlace,
): { close(): void } {
  const mdns = openMdns(place);
  // A dot would end the label (RFC 6763, 4.3).
  const label = said.name.replaceAll('.', '-').slice(0, 50);
  const instance = `${label}.${SERVICE}`;
  const target = `${label.toLowerCase().replaceAll(/[^a-z0-9-]/g, '-')}.local`;
  let answeredMs = Number.NEGATIVE_INFINITY;
  const answer = (ttl: number, then: () => void = () => undefined) =>
    mdns.respond(
      {
        answers: [{ name: SERVICE, type: 'PTR', ttl, data: instance }],
        additionals: [
          { name: instance, type: 'SRV', ttl, data: { port: said.port, target, weight: 0, priority: 0 } },
          ...said.addresses.map((data) => ({ name: target, type: 'A' as const, ttl, data })),
        ],
      },
      then,
    );
  mdns.on('query', ({ questions = [] }) => {
    if (!questions.some(({ name }) => name.toLowerCase() === SERVICE)) return;
    const nowMs = performance.now();
    if (nowMs - answeredMs < ANSWER_EVERY_MS) return;
    answeredMs = nowMs;
    answer(TTL_SECONDS);
  });
  mdns.on('warning', () => {
    // Packets that are not DNS are ignored.
  });
  mdns.on('error', () => {
    // The port cannot be opened: the other kiosk finds nothing and says so to its technician.
  });
  return {
    close() {
      answer(0, () => mdns.destroy());
    },
  };
}
