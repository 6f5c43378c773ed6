import { useRef, useState } from 'preact/hooks';
import { usePage } from '../page-context.ts';
import { Button } from './fields.tsx';

/** Shows a secret that the centre does not store, until the page is left. */
export function ShownOnce({ label, value, copy }: { label: string; value: string; copy: string }) {
  const { t } = usePage();
  const field = useRef<HTMLInputElement>(null);
  const [said, setSaid] = useState('');
  async function toClipboard(): Promise<void> {
    field.current?.select();
    try {
      await navigator.clipboard.writeText(value);
      setSaid(t('people.copied'));
    } catch {
      setSaid(t('people.notCopied'));
    }
  }
  return (
    <section class="state link-once">
      <div class="form">
        <label>
          {label}
          <input ref={field} readOnly value={value} />
        </label>
        <Button onPress={toClipboard}>{copy}</Button>
        <p>{said}</p>
      </div>
    </section>
  );
}
