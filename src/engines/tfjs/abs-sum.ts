import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';
import type { PenaltyKernels } from '../../kernels/penalty-kernels.ts';

const ABS_SUM = 'AbsSum';
const SCALED_SIGN = 'ScaledSign';

/**
 * The sum of |x| over a float32 tensor of any shape, as a scalar; differentiable, with sign(0) = 0.
 * (The gradient of tfjs's own `abs` at 0 is -1, and its sums are too inexact.)
 */
export function absSum(x: tf.Tensor): tf.Scalar {
  return tf.engine().runKernel(ABS_SUM, { x });
}

/** Registers the penalty kernels and their gradient with tfjs; the kernels read and write its heap in place. */
export function registerAbsSum(kernels: PenaltyKernels, wasm: BackendWasm): void {
  const addressOf = ({ dataId }: tf.TensorInfo) => wasm.getMemoryOffset(dataId);
  tf.registerKernel({
    kernelName: ABS_SUM,
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const { x } = inputs as { x: tf.TensorInfo };
      const sum = kernels.absSum(addressOf(x), tf.util.sizeFromShape(x.shape));
      return wasm.makeOutput([], 'float32', undefined, new Float32Array([sum]));
    },
  });
  tf.registerKernel({
    kernelName: SCALED_SIGN,
    backendName: 'wasm',
    kernelFunc: ({ inputs }) => {
      const { x, scale } = inputs as { x: tf.TensorInfo; scale: tf.TensorInfo };
      const length = tf.util.sizeFromShape(x.shape);
      const signs = wasm.makeOutput(x.shape, 'float32', undefined, new Float32Array(length));
      const [factor] = wasm.readSync(scale.dataId) as Float32Array;
      kernels.addScaledSign(addressOf(signs), addressOf(x), factor, length);
      return signs;
    },
  });
  tf.registerGradient({
    kernelName: ABS_SUM,
    inputsToSave: ['x'],
    gradFunc: (scale: tf.Tensor | tf.Tensor[], [x]: tf.Tensor[]) => ({
      x: () => tf.engine().runKernel(SCALED_SIGN, { x, scale: scale as tf.Tensor }) as tf.Tensor,
    }),
  });
}
