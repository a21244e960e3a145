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

const allowUnseen = v.optional(
  describe(
    'Takes a column of texts none of which training saw, each as no category; it is refused otherwise.',
    v.boolean(),
  ),
);

const RowsForm = v.strictObject({
  model,
  rows: describe(
    'Rows as objects, by column name. The target and columns that training ignored are ignored.',
    bulk<readonly Record<string, RawCell>[]>({ type: 'object', additionalProperties: cell }),
  ),
  allowUnseen,
});

const ArraysForm = v.strictObject({
  model,
  x: describe(
    "[rows][features], in the order of the model's features; a column of dates comes once.",
    bulk<readonly (readonly RawCell[])[]>({ type: 'array', items: cell }),
  ),
  allowUnseen,
});

const CsvForm = v.strictObject({
  model,
  csv: describe('A CSV text, with a header line unless header is false.', v.string()),
  delimiter: v.optional(describe('By default found in the first lines.', v.picklist([',', ';', '\t', '|']))),
  decimal: v.optional(
    describe('Decimal mark; by default that of the training data, or a point.', v.picklist(['.', ','])),
  ),
  header: v.optional(describe('false: there is no line of names, as in training.', v.boolean())),
  allowUnseen,
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
  const { allowUnseen } = read;
  if ('csv' in read) {
    const { csv, delimiter, decimal, header } = read;
    return { model: read.model, rows: csv, options: { delimiter, decimal, header, allowUnseen } };
  }
  return { model: read.model, rows: 'rows' in read ? read.rows : read.x, options: { allowUnseen } };
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
