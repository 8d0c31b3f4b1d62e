package verisim.core.source;

import java.util.Optional;
import verisim.core.data.DataKind;

/**
 * What is known of a data set before it is loaded.
 *
 * @param description one line
 * @param features D; 0 if that depends on options
 * @param sizes rows of train, validation and test in words, such as {@code "16181 / 2157 / 3236"}
 * @param licence as its owners state it, or {@code "none stated"}
 * @param citation the paper to cite
 * @param address where it is downloaded from; empty for a built-in set
 * @param builtIn whether it needs no download
 */
public record DatasetInfo(
        String description,
        DataKind kind,
        int features,
        String sizes,
        String licence,
        String citation,
        Optional<String> address,
        boolean builtIn) {}
