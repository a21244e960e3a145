import type { FaultCode } from './codes.ts';

// What answers say of a code besides what they found; the worker carries it, so the longer texts of the docs stand in
// `scripts/site/check-texts.ts`.

/** What a fault is, in a few words: the title of its page. */
export const TITLES: Readonly<Record<FaultCode, string>> = {
  'penalty-subtracted': 'The penalty is subtracted',
  'penalty-detached': 'The penalty has no gradient',
  'penalty-unused': 'The penalty is not in the loss that is stepped on',
  'penalty-computed-once': 'The penalty is computed once, before the loop',
  'penalises-nothing': 'No parameter is penalised',
  'gradients-add-up': 'Gradients add up over steps',
  'gradients-erased': 'Gradients are erased before the step',
  'steps-in-validation': 'The network is trained while it is validated',
  'validates-in-train-mode': 'Dropout is on while validating',
  'trains-in-eval-mode': 'Dropout is off while training',
  'probabilities-as-logits': 'Probabilities go into a loss that takes logits',
  'shapes-broadcast': 'Prediction and target broadcast to a matrix',
  'biases-penalised': 'Biases and norms are penalised too',
  'penalty-over-count': 'The penalty is divided by the number of weights',
  'penalty-scaled': 'The penalty is scaled with batches or steps',
  'weight-decay-as-l1': 'Weight decay stands for L1',
  'penalty-in-validation': 'The penalty is in the validation loss',
  'batches-overlap': 'Batches overlap',
  'sorted-batches': 'Sorted rows are not shuffled',
  'scaler-before-split': 'The scaler is fitted before the split',
  'tuned-on-reported': 'Tuned on the rows that are reported',
  'last-batch-reported': "The last batch's figure stands for the epoch",
  'loss-keeps-graph': 'A sum of losses keeps every graph',
  'zeros-of-subgradient': 'Exact zeros are expected of the subgradient',
  'gradients-in-validation': 'Gradients are kept while validating',
  'last-batch-weight': 'The last batch weighs as much as a full one',
  'one-seed': 'One run decides',
};

/** Why a fault matters, in one sentence. */
export const WHY: Readonly<Record<FaultCode, string>> = {
  'penalty-subtracted':
    'Minimising the loss minus lambda * |w| rewards large weights, so they grow with lambda instead of shrinking.',
  'penalty-detached':
    'The number is added to the loss, but no gradient reaches the weights, so any lambda trains the same network.',
  'penalty-unused':
    'Only the loss on which backward is called has gradients: the penalty is computed or logged, and trains nothing.',
  'penalty-computed-once':
    'The penalty keeps the value and the graph of the first weights, so later steps do not penalise the weights as they are.',
  'penalises-nothing': 'The sum runs over an empty list and is 0, so any lambda trains the same network.',
  'gradients-add-up':
    'Each step takes the sum of the gradients of all steps before it, which is neither the method nor the learning rate that was meant.',
  'gradients-erased':
    'The step finds gradients of zero or none, so the weights do not learn from this loss or do not move at all.',
  'steps-in-validation': 'Rows that the network was trained on cannot say how well it does on new ones.',
  'validates-in-train-mode':
    'Dropout disturbs the predictions and batch norm takes its statistics from the validation rows, so the loss is not that of the network in use.',
  'trains-in-eval-mode':
    'After the first validation dropout does nothing and batch norm is frozen, so the epochs do not train what the network says.',
  'probabilities-as-logits':
    'The loss applies the softmax or sigmoid itself: applied twice, the gradients are small and the loss cannot come near zero.',
  'shapes-broadcast':
    'Each prediction is compared with every target, so the network learns the mean of the targets.',
  'biases-penalised':
    'A bias or a norm that is shrunk moves predictions away from the mean of the target and removes no feature.',
  'penalty-over-count':
    "Lambda's effect shrinks as the network grows, so a value from a paper or another network means something else here.",
  'penalty-scaled':
    "Lambda's effect changes with the batch size or the number of batches, so runs with other batches cannot be compared.",
  'weight-decay-as-l1':
    'Weight decay is an L2 penalty (in AdamW a shrinkage apart from the gradient): it leaves many small weights instead of few.',
  'penalty-in-validation':
    'A larger lambda raises the figure by itself, so losses with different lambdas, or of training and validation, cannot be compared.',
  'batches-overlap':
    'Each row is trained on many times in an epoch, so an epoch is several and learning rate and penalty act more often than they say.',
  'sorted-batches':
    'Each batch shows one end of the target only, so every step pulls the network to another place.',
  'scaler-before-split':
    'Mean and spread of the validation rows reach the training, so the validation loss is too good.',
  'tuned-on-reported':
    'The best of several figures is partly luck, and on the rows that chose it the luck is in the report.',
  'last-batch-reported': 'A few rows stand for all, and the figure jumps with the order of the rows.',
  'loss-keeps-graph':
    'The sum holds the graph of every step, so memory grows until the end of the epoch, or of the program.',
  'zeros-of-subgradient':
    'The subgradient swings around zero and meets it only by chance: small weights are there, exact zeros are not.',
  'gradients-in-validation':
    'Memory and time go into graphs that nobody uses, and a stray backward would train on validation rows.',
  'last-batch-weight': 'A mean of batch means weighs the rows of a short last batch more than all others.',
  'one-seed':
    'Another seed moves the result as well, often by more than lambda does, so one run cannot say which of two is better.',
};

/** Where a fault was seen in public. */
export const SEEN: Readonly<Record<FaultCode, string>> = {
  'penalty-subtracted': 'PyTorch forum, thread 205470; a Kaggle notebook; four public training scripts.',
  'penalty-detached': 'bioFAM/scDORI#19; the trainers of two public models of seismology.',
  'penalty-unused': 'IntelLabs/coach#220; answers in the PyTorch forum, and notebooks of courses.',
  'penalty-computed-once': 'Notebooks of courses, with retain_graph to silence the error.',
  'penalises-nothing': 'srihari-humbarwadi/person_segmentation_tf2.0#5, whose list of penalties is empty.',
  'gradients-add-up': 'yastrebksv/TennisCourtDetector#7; pytorch/pytorch#47175 asks for a warning.',
  'gradients-erased': 'bytetriper/RAE#67, ultralytics/ultralytics#11217.',
  'steps-in-validation': 'NifTK/NiftyNet#28, SKrisanski/FSCT#12.',
  'validates-in-train-mode':
    'karpathy/nanoGPT#240, ipolharvard/ethos-ares#20, pliang279/MultiBench#26, udacity/deep-learning-v2-pytorch#399.',
  'trains-in-eval-mode': 'pytorch/tutorials#1540, ThilinaRajapakse/simpletransformers#941.',
  'probabilities-as-logits': 'Lightning-Universe/lightning-bolts#654, ariecattan/SciCo#2.',
  'shapes-broadcast': 'pytorch/pytorch#16045.',
  'biases-penalised':
    'Lightning-Universe/lightning-bolts#668, PumasAI/SimpleChains.jl#71, VainF/Torch-Pruning#135.',
  'penalty-over-count': 'PyTorch forum, thread 205470; Cross Validated, question 227074.',
  'penalty-scaled': 'keras-team/keras#22018.',
  'weight-decay-as-l1': 'Threads of the PyTorch forum about L1 regularisation.',
  'penalty-in-validation': 'citoverse/cito#43, keras-team/keras#464 and #2575, tensorflow/playground#109.',
  'batches-overlap': 'PyTorch forum, thread 205470.',
  'sorted-batches': 'keras-team/keras#597 and #6422.',
  'scaler-before-split': 'The first of the common pitfalls in the documentation of scikit-learn.',
  'tuned-on-reported': 'yaringal/DropoutUncertaintyExps.',
  'last-batch-reported': 'numaproj/numalogic#53.',
  'loss-keeps-graph': 'PyTorch forum, thread 205470; BatsResearch/labelmodels#4.',
  'zeros-of-subgradient': 'keras-team/keras#18388, wenwei202/iss-rnns#5, VainF/Torch-Pruning#231.',
  'gradients-in-validation': 'hszhao/semseg#60, skorch-dev/skorch#218.',
  'last-batch-weight': 'tensorflow/tensorflow#27993.',
  'one-seed': 'karpathy/autoresearch#131 and #466.',
};
