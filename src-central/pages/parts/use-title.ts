import { useEffect } from 'preact/hooks';

/** Sets the window's title, which begins with the page's title. */
export function useTitle(title: string): void {
  useEffect(() => {
    document.title = `${title} · Torn`;
  }, [title]);
}
