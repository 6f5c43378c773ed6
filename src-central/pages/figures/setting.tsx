import { useState } from 'preact/hooks';
import type { Answer } from '../client.ts';
import { useAsked, usePage } from '../page-context.ts';
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
  async function save(event: Event): Promise<void> {
    event.preventDefault();
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
    <label class="tick">
      <input
        type="checkbox"
        checked={typed[key]}
        disabled={isOff}
        onChange={({ currentTarget }) => set({ [key]: currentTarget.checked })}
      />
      {text}
    </label>
  );
  return (
    <section class="figures-setting" aria-labelledby="setting-title">
      <div class="list-head">
        <h2 id="setting-title">{words('setting.title')}</h2>
      </div>
      <form class="fields" onSubmit={(event) => void save(event)}>
        <label>
          {words('setting.informed')}
          <input
            type="date"
            disabled={isOff}
            value={typed.informedOn ?? ''}
            onInput={({ currentTarget }) => set({ informedOn: currentTarget.value || null })}
          />
        </label>
        <p class="note">{words('setting.informedNote')}</p>
        {open('opensMonths', words('setting.months'))}
        {open('opensLive', words('setting.live'))}
        <p class="note wide">{words('setting.few')}</p>
        <label>
          {words('setting.address')}
          <input
            type="url"
            placeholder="https://"
            disabled={isOff}
            value={typed.publicAddress ?? ''}
            onInput={({ currentTarget }) => set({ publicAddress: currentTarget.value || null })}
          />
        </label>
        <label>
          {words('setting.licence')}
          <input
            type="url"
            required
            disabled={isOff}
            value={typed.licence}
            onInput={({ currentTarget }) => set({ licence: currentTarget.value })}
          />
        </label>
        {isOff ? null : (
          <button type="submit" class="button">
            {words('setting.save')}
          </button>
        )}
        <p role="status">{said}</p>
      </form>
    </section>
  );
}
