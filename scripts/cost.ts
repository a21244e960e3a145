/** Prints what sweeps and comparisons cost on Cloudflare at list price and what bounds them, as `docs/deploy.md` shows it. */
import { writeCosts } from './cost/table.ts';

for (const [heading, table] of Object.entries(writeCosts())) console.log(`${heading}\n\n${table}\n`);
