import { readXml } from './read-xml.ts';
import type { Archive } from './zip.ts';

/** What a workbook says of its parts (ECMA-376, part 1, 18.2). */
export interface Workbook {
  /** Those of cells, in their order; charts have sheets too. */
  readonly sheets: readonly Sheet[];
  /** Whether days count from 1904, as on old Macs, and not from 1900. */
  readonly from1904: boolean;
  /** The entries of texts that cells share, and of their styles, where there are any. */
  readonly sharedStrings: string | undefined;
  readonly styles: string | undefined;
}

interface Sheet {
  readonly name: string;
  readonly entry: string;
  readonly isHidden: boolean;
}

interface Relation {
  readonly type: string;
  readonly entry: string;
}

/** Reads a workbook's list of sheets; null where the archive is no workbook. */
export async function readWorkbook(archive: Archive): Promise<Workbook | null> {
  const main = [...(await readRelations(archive, '')).values()].find(({ type }) => type === 'officeDocument');
  // Documents have one too, and so do spreadsheets whose parts are no XML.
  if (main === undefined || !/workbook\d*\.xml$/.test(main.entry)) return null;
  const relations = await readRelations(archive, main.entry);
  const sheets: Sheet[] = [];
  let from1904 = false;
  readXml(await archive.read(main.entry), {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = /^(?:1|true)$/.test(attribute('date1904') ?? '');
      if (name !== 'sheet') return;
      const relation = relations.get(attribute('id') ?? '');
      if (relation?.type !== 'worksheet') return;
      const isHidden = (attribute('state') ?? 'visible') !== 'visible';
      sheets.push({ name: attribute('name') ?? '', entry: relation.entry, isHidden });
    },
  });
  const entryOf = (wanted: string) =>
    [...relations.values()].find(({ type, entry }) => type === wanted && archive.names.includes(entry))
      ?.entry;
  return { sheets, from1904, sharedStrings: entryOf('sharedStrings'), styles: entryOf('styles') };
}

/** What an entry refers to, by id; the archive as a whole is the entry `""`. */
async function readRelations(archive: Archive, entry: string): Promise<Map<string, Relation>> {
  const slash = entry.lastIndexOf('/') + 1;
  const folder = entry.slice(0, slash);
  const name = `${folder}_rels/${entry.slice(slash)}.rels`;
  const relations = new Map<string, Relation>();
  if (!archive.names.includes(name)) return relations;
  readXml(await archive.read(name), {
    open(tag, attribute) {
      if (tag !== 'Relationship') return;
      const type = attribute('Type') ?? '';
      const target = attribute('Target') ?? '';
      relations.set(attribute('Id') ?? '', {
        type: type.slice(type.lastIndexOf('/') + 1),
        entry: resolveEntry(folder, target),
      });
    },
  });
  return relations;
}

function resolveEntry(folder: string, target: string): string {
  const parts = target.startsWith('/') ? [] : folder.split('/').slice(0, -1);
  for (const part of target.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return parts.join('/');
}
