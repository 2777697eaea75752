package slipway.json;

import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.Nulls;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Constructor;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.AnnotatedParameter;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;

/**
 * What the types of the house say about themselves without a word of JSON on them: a component of a
 * record that is not {@code @Nullable} must be there, and a value of a sealed interface carries its
 * kind.
 */
final class HouseRules extends JacksonAnnotationIntrospector {
  private static final long serialVersionUID = 1L;

  private static final JsonTypeInfo.Value BY_NAME =
      JsonTypeInfo.Value.construct(
          JsonTypeInfo.Id.SIMPLE_NAME,
          JsonTypeInfo.As.PROPERTY,
          "is",
          /* defaultImpl= */ null,
          /* idVisible= */ false,
          /* requireTypeIdForSubtypes= */ true,
          /* writeTypeIdForDefaultImpl= */ null);

  @Override
  public JsonTypeInfo.Value findPolymorphicTypeInfo(MapperConfig<?> config, Annotated annotated) {
    JsonTypeInfo.Value own = super.findPolymorphicTypeInfo(config, annotated);
    boolean family =
        annotated instanceof AnnotatedClass type
            && type.getRawType().isInterface()
            && type.getRawType().isSealed()
            && type.getRawType() != JsonValue.class;
    return (own == null && family) ? BY_NAME : own;
  }

  @Override
  public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
    Boolean own = super.hasRequiredMarker(config, member);
    return (own == null && isNeeded(member)) ? Boolean.TRUE : own;
  }

  @Override
  public JsonSetter.Value findSetterInfo(MapperConfig<?> config, Annotated annotated) {
    return isNeeded(annotated)
        ? JsonSetter.Value.forValueNulls(Nulls.FAIL)
        : super.findSetterInfo(config, annotated);
  }

  private static boolean isNeeded(Annotated annotated) {
    if (!(annotated instanceof AnnotatedParameter parameter)) {
      return false;
    }
    if (!(parameter.getOwner().getAnnotated() instanceof Constructor<?> constructor)) {
      return false;
    }
    if (!constructor.getDeclaringClass().isRecord()) {
      return false;
    }
    AnnotatedType type = constructor.getAnnotatedParameterTypes()[parameter.getIndex()];
    return parameter.getRawType() != Optional.class && !type.isAnnotationPresent(Nullable.class);
  }
}
