import fc from 'fast-check';

/** One seed for all property tests, so that a run can be repeated; another searches elsewhere. */
fc.configureGlobal({ seed: 20261125 });
