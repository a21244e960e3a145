import { isSameSetup, type Setup } from '../setup/setup.ts';
import { PRESETS } from './presets.ts';

interface PresetListProps {
  readonly setup: Setup;
  readonly onPreset: (setup: Setup) => void;
}

/** Comparisons worth seeing, each at one press. */
export function PresetList({ setup, onPreset }: PresetListProps) {
  return (
    <section aria-labelledby="presets-title" class="presets">
      <h2 id="presets-title">Examples</h2>
      <ul>
        {PRESETS.map((preset) => (
          <li key={preset.title}>
            <button
              type="button"
              aria-pressed={isSameSetup(preset.setup, setup)}
              onClick={() => onPreset(preset.setup)}
            >
              <strong>{preset.title}</strong>
              <span>{preset.sentence}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
