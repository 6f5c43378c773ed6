import { isIP } from 'node:net';

export const BAUD_RATES = [9_600, 19_200, 38_400, 57_600, 115_200] as const;
export type BaudRate = (typeof BAUD_RATES)[number];

export const FLOW_CONTROLS = ['none', 'rtscts', 'xonxoff'] as const;
export type FlowControl = (typeof FLOW_CONTROLS)[number];

export type LinkAddress =
  /** `host` is an IP address. A name would wait for DNS while the network is down. */
  | { kind: 'tcp'; host: string; port: number }
  | { kind: 'serial'; path: string; baudRate: BaudRate; flowControl: FlowControl }
  | { kind: 'usb'; path: string };

export const LINK_FORMS = 'tcp://IP[:PORT] | serial:/dev/NAME?baud=RATE[&flow=rtscts|xonxoff] | usb:/dev/usb/lpN';
const RAW_PORT = 9_100;

export type LinkFault = 'kind' | 'host' | 'port' | 'path' | 'baud' | 'flow' | 'option';
export type ParsedLink = { ok: true; value: LinkAddress } | { ok: false; error: { kind: LinkFault } };

/** Parses an address from the command line in one of `LINK_FORMS`. A serial address must name its speed. */
export function parseLink(text: string): ParsedLink {
  if (text.startsWith('tcp://')) return parseTcp(text.slice('tcp://'.length));
  if (text.startsWith('serial:')) return parseSerial(text.slice('serial:'.length));
  if (!text.startsWith('usb:')) return wrong('kind');
  const path = text.slice('usb:'.length);
  return isPath(path) ? { ok: true, value: { kind: 'usb', path } } : wrong('path');
}

export function formatLink(address: LinkAddress): string {
  switch (address.kind) {
    case 'tcp':
      return `tcp://${isIP(address.host) === 6 ? `[${address.host}]` : address.host}:${address.port}`;
    case 'serial': {
      const flow = address.flowControl === 'none' ? '' : `&flow=${address.flowControl}`;
      return `serial:${address.path}?baud=${address.baudRate}${flow}`;
    }
    case 'usb':
      return `usb:${address.path}`;
  }
}

const wrong = (kind: LinkFault): ParsedLink => ({ ok: false, error: { kind } });

const isPath = (path: string) => /^\/[^\s?]+$/.test(path) && !path.split('/').includes('..');

function parseTcp(rest: string): ParsedLink {
  const {
    host4,
    host6,
    port = String(RAW_PORT),
  } = /^(?:\[(?<host6>[^\]]*)\]|(?<host4>[^:[\]]*))(?::(?<port>.*))?$/.exec(rest)?.groups ?? {};
  const host = host6 ?? host4 ?? '';
  if (isIP(host) !== (host6 === undefined ? 4 : 6)) return wrong('host');
  const portNo = /^\d{1,5}$/.test(port) ? Number(port) : 0;
  return portNo >= 1 && portNo <= 65_535 ? { ok: true, value: { kind: 'tcp', host, port: portNo } } : wrong('port');
}

function parseSerial(rest: string): ParsedLink {
  const [path = '', query = ''] = rest.split('?', 2);
  if (!isPath(path)) return wrong('path');
  const options = new URLSearchParams(query);
  for (const name of options.keys()) if (name !== 'baud' && name !== 'flow') return wrong('option');
  const baudRate = BAUD_RATES.find((rate) => String(rate) === options.get('baud'));
  if (baudRate === undefined) return wrong('baud');
  const flowControl = FLOW_CONTROLS.find((flow) => flow === (options.get('flow') ?? 'none'));
  if (flowControl === undefined) return wrong('flow');
  return { ok: true, value: { kind: 'serial', path, baudRate, flowControl } };
}
