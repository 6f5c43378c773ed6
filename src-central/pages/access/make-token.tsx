import { useState } from 'preact/hooks';
import { LONGEST_TOKEN_LIFE_DAYS, type Role } from '../../../src-main/contract/centre/authorization.ts';
import { useCentreWords } from '../centre-words.ts';
import type { Answer, Question } from '../client.ts';
import { usePage } from '../page-context.ts';
import { InputField, OfficeField, SubmitButton, submits } from '../parts/fields.tsx';
import { localDay } from '../times.ts';
import { TOKEN_ROLES, tokenRoleOf } from './token-roles.ts';

export type NewToken = Question<'makeToken'>['body'];

interface MakeTokenProps {
  offices: Answer<'listOffices'>['offices'];
  channels: Answer<'listChannels'>['channels'];
  onMake: (token: NewToken) => void;
}

const DAY_MS = 86_400_000;
const USUAL_DAYS = 180;
const OF_CHANNEL = 'channel ';

export function MakeToken({ offices, channels, onMake }: MakeTokenProps) {
  const { t } = usePage();
  const { words } = useCentreWords();
  const [name, setName] = useState('');
  const [kind, setKind] = useState<string>('viewer');
  const [office, setOffice] = useState('');
  const [until, setUntil] = useState(() => localDay(Date.now() + USUAL_DAYS * DAY_MS));
  const channel = channels.find(({ channelId }) => `${OF_CHANNEL}${channelId}` === kind);
  function submit(): void {
    const terms = { name: name.trim(), until: new Date(`${until}T23:59:59`).toISOString() };
    const role: Role = tokenRoleOf(kind) ?? 'viewer';
    const officeId = offices.find(({ officeId: one }) => one === office)?.officeId ?? null;
    onMake(channel === undefined ? { ...terms, role, officeId } : { ...terms, channelId: channel.channelId });
    setName('');
  }
  return (
    <details class="give">
      <summary>{words('access.make')}</summary>
      <form class="fields" onSubmit={submits(submit)}>
        <p class="wide">{words('access.makeLead')}</p>
        <InputField
          label={words('access.forWhom')}
          required
          minLength={2}
          maxLength={80}
          pattern="[^<>]*[^<>\s][^<>]*"
          autocomplete="off"
          value={name}
          onTyped={setName}
        />
        <label>
          {words('access.may')}
          <select value={kind} onChange={({ currentTarget }) => setKind(currentTarget.value)}>
            {TOKEN_ROLES.map((one) => (
              <option key={one} value={one}>
                {words(`access.role.${one}`)}
              </option>
            ))}
            <optgroup label={words('access.channels')}>
              {channels.map((one) => (
                <option key={one.channelId} value={`${OF_CHANNEL}${one.channelId}`}>
                  {one.name}
                </option>
              ))}
            </optgroup>
          </select>
        </label>
        {channel === undefined ? (
          <OfficeField offices={offices} value={office} all={t('people.everyOffice')} onChoose={setOffice} />
        ) : null}
        <InputField
          label={words('access.lastDay')}
          required
          type="date"
          min={localDay(Date.now())}
          max={localDay(Date.now() + (LONGEST_TOKEN_LIFE_DAYS - 1) * DAY_MS)}
          value={until}
          onTyped={setUntil}
        />
        <SubmitButton isMain>{words('access.makeIt')}</SubmitButton>
      </form>
    </details>
  );
}
