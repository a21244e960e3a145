import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    projects: [
      {
        resolve: { mainFields: ['module', 'main'] },
        test: {
          name: 'node',
          include: ['tests/**/*.test.ts'],
          server: { deps: { inline: [/@tensorflow/] } },
        },
      },
    ],
  },
});
