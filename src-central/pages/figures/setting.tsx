import { useState } from 'preact/hooks';
import type { Answer } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
import { CheckField, InputField, SubmitButton, submits } from '../parts/fields.tsx';
import { Section } from '../parts/section.tsx';
import { useFigureWords } from './words.ts';

type Kept = Answer<'readFiguresSetting'>;

export function Setting() {
  const { body, again } = useAsked('readFiguresSetting', { params: {} }, { once: true });
  return body === null ? null : <SettingForm key={body.changedAt ?? ''} kept={body} onSaved={again} />;
}

function SettingForm({ kept: { setting, changedAt }, onSaved }: { kept: Kept; onSaved: () => void }) {
  const { client, may } = usePage();
  const { words } = useFigureWords();
  const [typed, setTyped] = useState(setting);
  const [said, setSaid] = useState('');
  const set = (changed: Partial<typeof typed>): void => setTyped({ ...typed, ...changed });
  const isOff = !may('putFiguresSetting', null);
  async function save(): Promise<void> {
    const answered = await client.ask('putFiguresSetting', {
      params: {},
      query: { seen: changedAt ?? 'none' },
      body: typed,
    });
    if (answered.ok) onSaved();
    setSaid(
      words(
        answered.ok
          ? 'setting.saved'
          : answered.error.kind === 'changed-meanwhile'
            ? 'setting.meanwhile'
            : 'setting.refused',
      ),
    );
  }
  const open = (key: 'opensMonths' | 'opensLive', text: string) => (
    <CheckField
      class="tick"
      label={text}
      checked={typed[key]}
      disabled={isOff}
      onCheck={(isChecked) => set({ [key]: isChecked })}
    />
  );
  return (
    <Section id="setting-title" class="figures-setting" title={words('setting.title')}>
      <form class="fields" onSubmit={submits(save)}>
        <InputField
          label={words('setting.informed')}
          type="date"
          disabled={isOff}
          value={typed.informedOn ?? ''}
          onTyped={(text) => set({ informedOn: text || null })}
        />
        <p class="note">{words('setting.informedNote')}</p>
        {open('opensMonths', words('setting.months'))}
        {open('opensLive', words('setting.live'))}
        <p class="note wide">{words('setting.few')}</p>
        <InputField
          label={words('setting.address')}
          type="url"
          placeholder="https://"
          disabled={isOff}
          value={typed.publicAddress ?? ''}
          onTyped={(text) => set({ publicAddress: text || null })}
        />
        <InputField
          label={words('setting.licence')}
          type="url"
          required
          disabled={isOff}
          value={typed.licence}
          onTyped={(licence) => set({ licence })}
        />
        {isOff ? null : <SubmitButton>{words('setting.save')}</SubmitButton>}
        <p role="status">{said}</p>
      </form>
    </Section>
  );
}
