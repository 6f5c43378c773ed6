#!/usr/bin/env node
// Simulates nmcli over a NetworkManager whose state is a file. It knows exactly the command lines that the kiosk uses; any other ends with
// 2. The file `noted` gets the words of each command line (`unknown` for an unknown one) and the passwords that were read.
import { appendFileSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const folder = dirname(process.argv[1]);
const words = process.argv.slice(2);
const state = JSON.parse(readFileSync(join(folder, 'state.json'), 'utf8'));
const note = (what, value) => appendFileSync(join(folder, 'noted'), `${JSON.stringify({ [what]: value })}\n`);
const end = (status, lines = []) => {
  for (const line of lines) process.stdout.write(`${line}\n`);
  process.exit(status);
};
// The file is replaced by a rename, because another nmcli command of the kiosk may be reading it.
const change = (status) => {
  const draft = join(folder, `state.json.${process.pid}`);
  writeFileSync(draft, JSON.stringify(state));
  renameSync(draft, join(folder, 'state.json'));
  end(status);
};
const escaped = (text) => text.replace(/[\\:]/g, '\\$&');
const pairsOf = (list) => {
  if (list.length % 2 === 1) unknown();
  const pairs = {};
  for (let at = 0; at < list.length; at += 2) pairs[list[at]] = list[at + 1];
  return pairs;
};
function unknown() {
  note('unknown', words);
  end(2);
}

note('words', words);
note('environment', Object.keys(process.env).toSorted());
if (readFileSync(0, 'utf8') !== '') unknown();
if (!state.runs) end(8, ['Error: NetworkManager is not running.']);
const line = words.join(' ');
const { devices, connections } = state;
const usedBy = (card) => connections.find(({ uuid }) => uuid === devices[card]?.uuid);
const [, uuid, card] = /^--wait 60 connection up uuid (\S+) ifname (\S+)/.exec(line) ?? [];

if (line === '-t -f DEVICE,TYPE,STATE,CON-UUID device status')
  end(
    0,
    Object.entries(devices).map(([name, one]) => [name, one.type, one.state, one.uuid ?? ''].map(escaped).join(':')),
  );
if (/^-t -f IP4 device show \S+$/.test(line)) {
  const address = usedBy(words.at(-1))?.settings['ipv4.addresses'];
  const gateway = usedBy(words.at(-1))?.settings['ipv4.gateway'];
  end(0, [...(address ? [`IP4.ADDRESS[1]:${address}`] : []), `IP4.GATEWAY:${gateway ?? ''}`]);
}
if (line === '-t -f UUID,NAME connection show')
  end(
    0,
    connections.map((one) => `${one.uuid}:${escaped(one.name)}`),
  );
if (/^-t -f [a-z0-9.,-]+ connection show uuid \S+$/.test(line)) {
  const { settings } = connections.find((one) => one.uuid === words.at(-1)) ?? { settings: {} };
  end(
    0,
    words[2].split(',').map((name) => `${name}:${settings[name] ?? ''}`),
  );
}
if (/^-t -f SSID,SIGNAL,SECURITY device wifi list ifname \S+ --rescan yes$/.test(line))
  end(
    0,
    state.air.map((fields) => fields.map(escaped).join(':')),
  );
if (line.startsWith('connection modify uuid ')) {
  const one = connections.find((connection) => connection.uuid === words[3]);
  if (one === undefined || state.refuses === 'modify') end(1);
  Object.assign(one.settings, pairsOf(words.slice(4)));
  change(0);
}
if (line.startsWith('connection add ')) {
  if (state.refuses === 'add') end(1);
  const { 'con-name': name, ...settings } = pairsOf(words.slice(2));
  state.made += 1;
  connections.push({
    uuid: `new-${state.made}`,
    name,
    settings: { ...settings, '802-11-wireless.ssid': settings.ssid },
  });
  change(0);
}
if (line.startsWith('connection delete uuid ')) {
  state.connections = connections.filter((one) => one.uuid !== words[3]);
  change(0);
}
if (uuid !== undefined) {
  const rest = words.slice(8);
  if (rest.length !== 0 && (rest.length !== 2 || rest[0] !== 'passwd-file' || rest[1] !== '/proc/self/fd/3')) unknown();
  const secret = rest.length === 2 ? readFileSync(rest[1], 'utf8') : '';
  if (secret !== '') note('secret', secret);
  // Like nmcli 1.52, this simulation requires that an 802.1X account's password comes with its identity.
  const wanted = connections.find((one) => one.uuid === uuid)?.settings['802-1x.identity'];
  if (
    wanted !== undefined &&
    uuid.startsWith('new-') &&
    !secret.includes(`802-1x.identity:${wanted}\n802-1x.password:`)
  )
    end(4);
  if (state.refuses === 'up' && uuid.startsWith('new-')) {
    devices[card] = { ...devices[card], state: 'disconnected', uuid: '' };
    change(4);
  }
  devices[card] = { ...devices[card], state: 'connected', uuid };
  change(0);
}
unknown();
