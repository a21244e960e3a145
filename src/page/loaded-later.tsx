import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';

/** A component whose code is loaded when it is first shown; until then it is nothing. */
export function loadLater<Props extends object>(load: () => Promise<ComponentType<Props>>) {
  return function LoadedLater(props: Props) {
    const [loaded, setLoaded] = useState<{ Part: ComponentType<Props> } | 'failed' | null>(null);
    useEffect(() => {
      load().then(
        (Part) => setLoaded({ Part }),
        () => setLoaded('failed'),
      );
    }, []);
    if (loaded === 'failed') return <p class="fault">This part could not be loaded: reload the page.</p>;
    return loaded && <loaded.Part {...props} />;
  };
}
