import type { Faults } from '../run/faults.ts';
import type { Fields } from './fields.ts';

/** What a part of the form shows and changes. */
export interface FormProps {
  readonly fields: Fields;
  readonly faults: Faults;
  readonly onFields: (fields: Fields) => void;
}
