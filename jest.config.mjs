/** Decorator metadata comes from swc; types are checked by tsc (swc does not check them). */
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/tests'],
  testMatch: ['**/*.test.ts'],
  globalSetup: '<rootDir>/tests/support/global-setup.mjs',
  extensionsToTreatAsEsm: [],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.(ts|js|mjs)$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
        },
        module: { type: 'commonjs' },
      },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!(uuid|jose|qr)/)', '<rootDir>/dist/'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  testTimeout: 180_000,
  // Every processor: much of what is tested waits for disks and other threads.
  maxWorkers: '100%',
};
