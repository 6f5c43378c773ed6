import { useState } from 'preact/hooks';
import type { NetworkEntry, NetworksView } from '../../../src-main/technician/contract/networks.ts';
import { useTechnicianWords } from '../../speaking.ts';
import { useSession } from '../../touching.ts';
import { TechnicianButton, TechnicianSaid } from './controls.tsx';
import { PartRow, TouchRow } from './part-row.tsx';
import { TypingPad } from './typing-pad.tsx';

type Card = NetworksView['cards'][number];
type Asked = 'address' | 'gateway' | 'names' | 'password' | 'user' | 'server' | 'secret';
/** The values that are being typed, one keypad after another; `network`: the Wi-Fi network to join; `null`: none is joined. */
type Typing = { asked: readonly Asked[]; given: Partial<Record<Asked, string>>; network: string | null };

const ADDRESS_KEYS = '1234567890./';
const NAMES_KEYS = '1234567890.,';
const WORD_KEYS = ['abcdefghijklmnopqrstuvwxyz0123456789.-_@', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ\\'];
const SECRET_KEYS = [
  'abcdefghijklmnopqrstuvwxyz0123456789',
  'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~',
];
const BY_HAND: readonly Asked[] = ['address', 'gateway', 'names'];
const ACCOUNT: readonly Asked[] = ['user', 'server', 'secret'];

/** `onShow` reports which part of the cards is shown, so that each part begins on its first page. */
type NetworkCardsProps = { networks: NetworksView; onShow: (part: string) => void; onLeave: () => void };

export function NetworkCards({ networks, onShow, onLeave }: NetworkCardsProps) {
  const { t } = useTechnicianWords();
  const [chosen, setChosen] = useState<string | null>(null);
  const choose = (name: string | null): void => {
    setChosen(name);
    onShow(name ?? '');
  };
  const { manager, cards, work } = networks;
  const card = cards.find((one) => one.card === chosen);
  const sayOf = useCardWords();
  if (card !== undefined)
    return <OneCard networks={networks} card={card} onShow={onShow} onLeave={() => choose(null)} />;
  return (
    <>
      {manager === 'absent' && <TechnicianSaid level="attention" strong={t('network.cards.absent')} />}
      <Work work={work} />
      <ul class="parts" aria-label={t('network.cards.title')}>
        {cards.map((one) =>
          manager === 'here' && one.state !== 'elsewhere' ? (
            <TouchRow key={one.card} {...sayOf(one)} onTouch={() => choose(one.card)} />
          ) : (
            <PartRow key={one.card} {...sayOf(one)} />
          ),
        )}
      </ul>
      <div class="technician-actions">
        <TechnicianButton pictogram="back" text={t('network.cards.do.back')} onTouch={onLeave} />
      </div>
    </>
  );
}

function useCardWords() {
  const { t } = useTechnicianWords();
  return ({ card, kind, state, by, addresses, gateway, names, network, account }: Card) => ({
    level: state === 'up' ? ('good' as const) : ('attention' as const),
    name: `${t(`network.cards.kind.${kind}`)} · ${card}`,
    figure: addresses.join(', '),
    says: [
      t(`network.cards.state.${state}`),
      network === null ? '' : t('network.cards.network', { name: network }),
      account === null ? '' : t('network.cards.account', { name: account }),
      by === null ? '' : t(`network.cards.by.${by}`),
      gateway === null ? '' : t('network.cards.gateway', { address: gateway }),
      names.length === 0 ? '' : t('network.cards.names', { addresses: names.join(', ') }),
    ]
      .filter((text) => text !== '')
      .join(' '),
  });
}

function Work({ work }: Pick<NetworksView, 'work'>) {
  const { t } = useTechnicianWords();
  if (work === 'none') return null;
  const level = work === 'set' ? 'good' : work === 'looking' || work === 'setting' ? 'again' : 'attention';
  return <TechnicianSaid level={level} strong={t(`network.cards.work.${work}`)} />;
}

type OneCardProps = NetworkCardsProps & { card: Card };

function OneCard({ networks, card, onShow, onLeave }: OneCardProps) {
  const { t } = useTechnicianWords();
  const { findNetworks, setNetworkCard } = useSession();
  const [typing, setTyping] = useState<Typing | null>(null);
  const show = (next: Typing | null): void => {
    setTyping(next);
    onShow(`${card.card} ${next === null ? '' : Object.keys(next.given).length}`);
  };
  const [isFinding, setFinding] = useState(false);
  const sayOf = useCardWords();
  const isBusy = networks.work === 'setting' || networks.work === 'looking';
  const type = (asked: readonly Asked[], network: string | null = null): void => show({ asked, given: {}, network });
  const isWifi = card.kind === 'wifi';
  if (typing !== null) return <Pads card={card.card} typing={typing} onType={show} />;
  return (
    <>
      <Work work={networks.work} />
      <ul class="parts" aria-label={t('network.cards.title')}>
        <PartRow {...sayOf(card)} />
      </ul>
      {isFinding && networks.work !== 'looking' && <Found networks={networks} card={card.card} onType={type} />}
      <div class="technician-actions">
        {!isBusy && isWifi && (
          <TechnicianButton
            kind="primary"
            pictogram="search"
            text={t('network.cards.do.find')}
            onTouch={() => {
              setFinding(true);
              void findNetworks({ card: card.card });
            }}
          />
        )}
        {!isBusy && (!isWifi || card.network !== null) && (
          <>
            <TechnicianButton
              pictogram="network"
              text={t('network.cards.do.dhcp')}
              onTouch={() => setNetworkCard({ card: card.card, address: { by: 'dhcp' } })}
            />
            <TechnicianButton pictogram="pencil" text={t('network.cards.do.hand')} onTouch={() => type(BY_HAND)} />
          </>
        )}
        {!isBusy && !isWifi && (
          <TechnicianButton pictogram="card" text={t('network.cards.do.account')} onTouch={() => type(ACCOUNT)} />
        )}
        <TechnicianButton pictogram="back" text={t('network.cards.do.back')} onTouch={onLeave} />
      </div>
    </>
  );
}

type FoundProps = {
  networks: NetworksView;
  card: string;
  onType: (asked: readonly Asked[], network: string) => void;
};

function Found({ networks: { found }, card, onType }: FoundProps) {
  const { t } = useTechnicianWords();
  const { joinNetwork } = useSession();
  if (found.length === 0) return <TechnicianSaid level="attention" strong={t('network.cards.none')} />;
  return (
    <ul class="parts" aria-label={t('network.cards.do.find')}>
      {found.map(({ name, signal, entry }) => {
        const words = { name, figure: `${signal} %`, says: t(`network.cards.entry.${entry}`) };
        return entry === 'other' ? (
          <PartRow key={name} level="attention" {...words} />
        ) : (
          <TouchRow
            key={name}
            level={entry === 'nothing' ? 'attention' : 'good'}
            {...words}
            onTouch={() => {
              if (entry === 'nothing') void joinNetwork({ card, network: name, entry: { by: 'nothing' } });
              else onType(entry === 'password' ? ['password'] : ACCOUNT, name);
            }}
          />
        );
      })}
    </ul>
  );
}

type PadsProps = { card: string; typing: Typing; onType: (typing: Typing | null) => void };

function Pads({ card, typing, onType }: PadsProps) {
  const { t } = useTechnicianWords();
  const { setNetworkCard, joinNetwork } = useSession();
  const { asked, given, network } = typing;
  const at = asked[Object.keys(given).length];
  if (at === undefined) return null;
  const isLast = at === asked.at(-1);
  const { keys, most, read, isSecret = false } = PADS[at];
  function send(value: string): void {
    const all = { ...given, [at as Asked]: value };
    onType(isLast ? null : { ...typing, given: all });
    if (!isLast) return;
    const entry = entryOf(all);
    if (entry !== null) void joinNetwork({ card, network, entry });
    else
      void setNetworkCard({
        card,
        address: {
          by: 'hand',
          address: all.address ?? '',
          gateway: all.gateway || null,
          names: (all.names ?? '').split(',').filter((name) => name !== ''),
        },
      });
  }
  return (
    <TypingPad
      key={at}
      label={t(`network.cards.ask.${at}`, { name: network ?? '' })}
      keys={keys}
      most={most}
      {...(isSecret ? { shown: (typed: string) => '•'.repeat(Math.max(0, typed.length - 1)) + typed.slice(-1) } : {})}
      read={read}
      sendText={t(isLast ? 'network.cards.do.set' : 'network.cards.do.next')}
      onSend={send}
      onLeave={() => onType(null)}
    />
  );
}

function entryOf({ password, user = '', server = '', secret }: Typing['given']): NetworkEntry | null {
  if (password !== undefined) return { by: 'password', password };
  return secret === undefined ? null : { by: 'account', user, server, password: secret };
}

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const IPV4 = `${OCTET}(?:\\.${OCTET}){3}`;
const matching =
  (form: RegExp) =>
  (typed: string): string | null =>
    form.test(typed) ? typed : null;

type Pad = { keys: string | readonly string[]; most: number; read: (typed: string) => string | null; isSecret?: true };

/** The keypad of each value. It rejects only what is surely wrong; the core has the full rule. */
const PADS: Readonly<Record<Asked, Pad>> = {
  address: { keys: ADDRESS_KEYS, most: 18, read: matching(new RegExp(`^${IPV4}/(?:[1-9]|[12]\\d|3[0-2])$`)) },
  gateway: { keys: ADDRESS_KEYS, most: 15, read: matching(new RegExp(`^(?:${IPV4})?$`)) },
  names: { keys: NAMES_KEYS, most: 47, read: matching(new RegExp(`^(?:${IPV4}(?:,${IPV4}){0,2})?$`)) },
  password: { keys: SECRET_KEYS, most: 63, read: matching(/^[!-~]{8,63}$/), isSecret: true },
  user: { keys: WORD_KEYS, most: 120, read: matching(/^[A-Za-z0-9][A-Za-z0-9@._\\-]*$/) },
  server: { keys: WORD_KEYS, most: 120, read: matching(/^[A-Za-z0-9][A-Za-z0-9@._\\-]*$/) },
  secret: { keys: SECRET_KEYS, most: 128, read: matching(/^[!-~]+$/), isSecret: true },
};
