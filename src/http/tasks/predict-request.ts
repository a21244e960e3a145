import * as v from 'valibot';
import type { RawCell } from '../../data/table.ts';
import { AbsumError } from '../../errors.ts';
import type { PredictOptions } from '../../model/predict.ts';
import type { RowsInput } from '../../model/read-rows.ts';
import { bulk, describe } from '../../schema.ts';
import { validate } from '../../validate.ts';
import { HttpError } from '../problem.ts';

/** The bodies of `POST /v1/predict` and `POST /v1/onnx`. The model room checks models and cells itself. */

const model = v.pipe(v.unknown(), v.metadata({ $ref: '#/components/schemas/Model' }));
const cell = { type: ['number', 'string', 'boolean', 'null'] };

const ModelForm = v.strictObject({ model });

const RowsForm = v.strictObject({
  model,
  rows: describe(
    'Rows as objects, by feature name. They may include the target, which is ignored.',
    bulk<readonly Record<string, RawCell>[]>({ type: 'object', additionalProperties: cell }),
  ),
});

const ArraysForm = v.strictObject({
  model,
  x: describe(
    "[rows][features], in the order of the model's features.",
    bulk<readonly (readonly RawCell[])[]>({ type: 'array', items: cell }),
  ),
});

const CsvForm = v.strictObject({
  model,
  csv: describe('A CSV text with a header line.', v.string()),
  delimiter: v.optional(describe('By default found in the header line.', v.picklist([',', ';', '\t', '|']))),
  decimal: v.optional(describe('Decimal mark.', v.picklist(['.', ','])), '.'),
});

export const OnnxRequestSchema = ModelForm;
export const PredictRequestSchema = v.union([RowsForm, ArraysForm, CsvForm]);

export interface PredictRequest {
  readonly model: unknown;
  readonly rows: RowsInput;
  readonly options: PredictOptions;
}

/** @throws HttpError `invalid-request` with each fault and its place */
export function readPredictRequest(body: unknown): PredictRequest {
  const form = pickForm(body);
  const read = check(form, body);
  if ('csv' in read) {
    const { csv, delimiter, decimal } = read;
    return { model: read.model, rows: csv, options: { delimiter, decimal } };
  }
  return { model: read.model, rows: 'rows' in read ? read.rows : read.x, options: {} };
}

/** @throws HttpError `invalid-request` with each fault and its place */
export function readOnnxRequest(body: unknown): unknown {
  return check(ModelForm, body).model;
}

/** The form that the caller evidently meant, so that an error speaks only of that form. */
function pickForm(body: unknown) {
  if (typeof body === 'object' && body !== null) {
    if ('csv' in body) return CsvForm;
    if ('x' in body) return ArraysForm;
  }
  return RowsForm;
}

function check<Form extends typeof ModelForm | typeof RowsForm | typeof ArraysForm | typeof CsvForm>(
  form: Form,
  body: unknown,
): v.InferOutput<Form> {
  try {
    return validate(form, body, 'invalid-recipe');
  } catch (error) {
    throw error instanceof AbsumError ? new HttpError('invalid-request', error.issues) : error;
  }
}
