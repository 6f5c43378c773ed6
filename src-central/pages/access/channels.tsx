import { useState } from 'preact/hooks';
import type { CodeFormat } from '../../../src-main/contract/centre/appointments.ts';
import type { KeptChannel } from '../../../src-main/contract/centre/tokens.ts';
import { isStrongForm } from '../../../src-main/domain/channel-code.ts';
import { useCentreWords } from '../centre-words.ts';
import { type Asked, usePage } from '../page-context.ts';
import { Button, ChoiceField, InputField, NameField, SubmitButton, submits } from '../parts/fields.tsx';
import { Meanwhile } from '../parts/meanwhile.tsx';
import { Section } from '../parts/section.tsx';

export function Channels({ asked }: { asked: Asked<'listChannels'> }) {
  const { may } = usePage();
  const { words } = useCentreWords();
  const channels = asked.body?.channels ?? [];
  const mayEdit = may('putChannel');
  return (
    <Section class="centre-part" title={words('access.channels')}>
      {channels.length === 0 ? <p class="note">{words('access.noChannels')}</p> : null}
      {channels.map((channel) => (
        <fieldset class="rule" key={channel.channelId}>
          <legend>{channel.name}</legend>
          <p>
            {channel.channelId} ·{' '}
            {channel.formats.length === 0
              ? words('access.noFormats')
              : channel.formats.map((format) => exampleOf(format)).join(' · ')}
          </p>
          {mayEdit ? <ChannelEditor kept={channel} again={asked.again} /> : null}
        </fieldset>
      ))}
      {mayEdit ? <ChannelEditor kept={null} again={asked.again} /> : null}
    </Section>
  );
}

const SAMPLES: Readonly<Record<CodeFormat['characters'], string>> = {
  digits: '0123456789',
  capitals: 'ABCDEFGHIJ',
  'capitals-and-digits': 'A1B2C3D4E5',
};
const CHARACTERS = Object.keys(SAMPLES) as CodeFormat['characters'][];

const exampleOf = ({ prefix, length, characters }: CodeFormat): string =>
  `${prefix}${SAMPLES[characters].repeat(Math.ceil(length / 10)).slice(0, length)}`;

const NEW_FORMAT: CodeFormat = { prefix: '', length: 10, characters: 'capitals-and-digits' };
const MOST_FORMATS = 5;

interface Draft {
  channelId: string;
  name: string;
  formats: CodeFormat[];
  seen: string;
}

/** The form in which a channel (a booking system) is edited. `kept` is the saved channel; `null`: a new channel. */
function ChannelEditor({ kept, again }: { kept: KeptChannel | null; again: () => void }) {
  const { client } = usePage();
  const { words, refusal } = useCentreWords();
  const [draft, setDraft] = useState<Draft | null>(null);
  const [said, setSaid] = useState('');
  const [isOvertaken, setOvertaken] = useState(false);
  const begun: Draft = draft ?? {
    channelId: kept?.channelId ?? '',
    name: kept?.name ?? '',
    formats: kept?.formats ?? [],
    seen: kept?.changedAt ?? 'none',
  };
  const edit = (changed: Partial<Draft>): void => {
    setSaid('');
    setDraft({ ...begun, ...changed });
  };
  const weak = begun.formats.some((format) => !isStrongForm(format));
  /**
   * Saves the channel. `seen` is the saved state with which the form began: the centre refuses the change if another person has saved
   * since. `null`: save over any state.
   */
  async function save(seen: string | null): Promise<void> {
    const { channelId, name, formats } = begun;
    if (weak) return setSaid(words('access.weak'));
    const body = { name: name.trim(), formats };
    const answered = await client.ask('putChannel', {
      params: { channelId },
      query: seen === null ? {} : { seen },
      body,
    });
    setSaid(answered.ok ? words('saved') : refusal(answered.error));
    setOvertaken(!answered.ok && answered.error.kind === 'changed-meanwhile');
    if (answered.ok) setDraft(null);
    again();
  }
  const leave = (): void => {
    setDraft(null);
    setOvertaken(false);
    setSaid('');
  };
  return (
    <details class="give">
      <summary>{kept === null ? words('access.addChannel') : words('rules.change', { name: kept.name })}</summary>
      {isOvertaken && kept !== null ? <Meanwhile onMine={() => void save(null)} onTheirs={leave} /> : null}
      <form class="fields" onSubmit={submits(() => save(begun.seen))}>
        <InputField
          label={words('access.channelName')}
          required
          maxLength={60}
          pattern="[^<>]*[^<>\s][^<>]*"
          autocomplete="off"
          value={begun.name}
          onTyped={(name) => edit({ name })}
        />
        {kept === null ? (
          <NameField
            label={words('access.channelId')}
            name={begun.channelId}
            onName={(channelId) => edit({ channelId })}
          />
        ) : null}
        {begun.formats.map((format, at) => (
          <FormatFields
            key={at}
            format={format}
            no={at + 1}
            onEdit={(changed) =>
              edit({ formats: begun.formats.toSpliced(at, 1, ...(changed === null ? [] : [changed])) })
            }
          />
        ))}
        <div class="page-buttons wide">
          {begun.formats.length < MOST_FORMATS ? (
            <Button onPress={() => edit({ formats: [...begun.formats, NEW_FORMAT] })}>
              {words('access.addFormat')}
            </Button>
          ) : null}
          <SubmitButton isMain>{words('save')}</SubmitButton>
        </div>
        <p class="said wide" role="status">
          {said}
        </p>
      </form>
    </details>
  );
}

function FormatFields({
  format,
  no,
  onEdit,
}: {
  format: CodeFormat;
  no: number;
  onEdit: (changed: CodeFormat | null) => void;
}) {
  const { words } = useCentreWords();
  return (
    <fieldset class="rule wide">
      <legend>{words('access.format', { no, example: exampleOf(format) })}</legend>
      <div class="fields">
        <InputField
          label={words('access.prefix')}
          maxLength={20}
          autocomplete="off"
          value={format.prefix}
          onTyped={(text) => onEdit({ ...format, prefix: text.trim().toUpperCase() })}
        />
        <InputField
          label={words('access.length')}
          required
          type="number"
          min={4}
          max={64}
          value={format.length}
          onTyped={(text) => onEdit({ ...format, length: Number(text) })}
        />
        <ChoiceField
          label={words('access.charactersName')}
          all={CHARACTERS}
          chosen={format.characters}
          nameOf={(one) => words(`access.characters.${one}`)}
          onChoose={(characters) => onEdit({ ...format, characters })}
        />
        <Button onPress={() => onEdit(null)}>{words('access.removeFormat', { no })}</Button>
      </div>
    </fieldset>
  );
}
