package verisim.core.likelihood;

import org.nd4j.linalg.api.ndarray.INDArray;
import verisim.core.data.DataKind;
import verisim.core.model.LatentVariableModel;
import verisim.core.random.RandomStream;

/** Passes everything on; a base for models that differ in one thing. */
abstract class DelegatingLatentModel implements LatentVariableModel {
    private final LatentVariableModel model;

    DelegatingLatentModel(LatentVariableModel model) {
        this.model = model;
    }

    @Override
    public DataKind dataKind() {
        return model.dataKind();
    }

    @Override
    public int features() {
        return model.features();
    }

    @Override
    public int latents() {
        return model.latents();
    }

    @Override
    public INDArray sample(int n, RandomStream random) {
        return model.sample(n, random);
    }

    @Override
    public INDArray encode(INDArray x, RandomStream random) {
        return model.encode(x, random);
    }

    @Override
    public INDArray logPosterior(INDArray z, INDArray x) {
        return model.logPosterior(z, x);
    }

    @Override
    public INDArray logPrior(INDArray z) {
        return model.logPrior(z);
    }

    @Override
    public INDArray logConditional(INDArray x, INDArray z) {
        return model.logConditional(x, z);
    }

    @Override
    public INDArray samplePrior(int n, RandomStream random) {
        return model.samplePrior(n, random);
    }

    @Override
    public INDArray decode(INDArray z) {
        return model.decode(z);
    }
}
