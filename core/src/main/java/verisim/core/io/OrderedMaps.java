package verisim.core.io;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ValueSerializer;
import tools.jackson.databind.jsontype.TypeSerializer;
import tools.jackson.databind.ser.ValueSerializerModifier;
import tools.jackson.databind.type.MapType;

/**
 * Gives every map one order: its own, or that of its keys if it has none. {@code Map.of} has another order in each JVM, which must
 * reach no file, no hash and no key.
 */
public final class OrderedMaps {
    /** {@code Map.of} with two entries or more. */
    private static final Class<?> MAP_OF = Map.of(1, 1, 2, 2).getClass();

    private static final Set<Class<?>> UNORDERED = Set.of(HashMap.class, ConcurrentHashMap.class, MAP_OF);

    private OrderedMaps() {}

    /** Returns {@code map} if it has an order of its own, else a copy sorted by keys. */
    public static <K, V> Map<K, V> of(Map<K, V> map) {
        return UNORDERED.contains(map.getClass()) ? new TreeMap<>(map) : map;
    }

    /** Makes a mapper write maps in this order. */
    public static final class Modifier extends ValueSerializerModifier {
        private static final long serialVersionUID = 1L;

        @Override
        public ValueSerializer<?> modifyMapSerializer(
                SerializationConfig config,
                MapType type,
                BeanDescription.Supplier description,
                ValueSerializer<?> serializer) {
            return new Ordered(serializer);
        }
    }

    private static final class Ordered extends ValueSerializer<Object> {
        private final ValueSerializer<Object> maps;

        @SuppressWarnings("unchecked")
        Ordered(ValueSerializer<?> maps) {
            this.maps = (ValueSerializer<Object>) maps;
        }

        @Override
        public void resolve(SerializationContext context) {
            maps.resolve(context);
        }

        @Override
        public ValueSerializer<?> createContextual(SerializationContext context, BeanProperty property) {
            return new Ordered(maps.createContextual(context, property));
        }

        @Override
        public void serialize(Object value, JsonGenerator out, SerializationContext context) {
            maps.serialize(of((Map<?, ?>) value), out, context);
        }

        @Override
        public void serializeWithType(
                Object value, JsonGenerator out, SerializationContext context, TypeSerializer types) {
            maps.serializeWithType(of((Map<?, ?>) value), out, context, types);
        }

        @Override
        public boolean isEmpty(SerializationContext context, Object value) {
            return ((Map<?, ?>) value).isEmpty();
        }
    }
}
